package io.thumbstream.launcher.rewardtrial;

/**
 * How the judgements of a reward trial are made, on the Lexicon bed.
 *
 * @param seed of what stays the same in every run: weights of the attributes and the pre-trained reader
 * @param people who judge, each as often as any other, at least 1
 * @param pairs choices between two answers to learn from, at least 0
 * @param thumbs thumbs to learn from, at least 0
 * @param heldOut pairs to measure on, of each of two kinds, at least 1
 * @param noise share of judgements that say the opposite, range [0, 0.5)
 * @param crowd how people differ
 * @param popular pairs that are judged again and again
 * @param planted what agrees with judgements and is worth nothing
 * @param shift how the second kind of held-out pairs differs from what was learned
 * @param answering who gives a thumb, or another sign of what they think of an answer of a list
 * @param asking about how many pairs people are asked
 * @param grid what is new in pairs that are measured beside the held-out ones
 * @param lists lists of answers that people do something with, which arms read by interpreters
 */
record DataSettings(
        long seed,
        int people,
        int pairs,
        int thumbs,
        int heldOut,
        double noise,
        Crowd crowd,
        Popular popular,
        Planted planted,
        Shift shift,
        Answering answering,
        Asking asking,
        Grid grid,
        Lists lists) {

    /**
     * How people differ.
     *
     * @param leniency standard deviation of what a person adds to the log-odds of a thumb up, at least 0
     * @param upShare expected share of thumbs that point up, before noise, range (0, 1)
     * @param neutral how much more often a lenient person sees the mark: log-odds for each unit of leniency, at least 0
     */
    record Crowd(double leniency, double upShare, double neutral) {
        Crowd {
            if (!(leniency >= 0) || !(upShare > 0 && upShare < 1) || !(neutral >= 0)) {
                throw new IllegalArgumentException("leniency " + leniency + ", up-share " + upShare + " and neutral "
                        + neutral + " must be at least 0, in (0, 1) and at least 0");
            }
        }
    }

    /**
     * Pairs that are judged again and again; all others are judged once.
     *
     * @param share share of choices that are about them, range [0, 1]
     * @param pairs how many there are, at least 1
     */
    record Popular(double share, int pairs) {
        Popular {
            if (!(share >= 0 && share <= 1) || pairs < 1) {
                throw new IllegalArgumentException(
                        "share " + share + " and pairs " + pairs + " must be in [0, 1] and at least 1");
            }
        }
    }

    /** What can be planted. */
    enum Fault {
        /** Nothing is. */
        NONE,
        /** The chosen answer, or the one with a thumb up, begins with a word that means nothing. */
        MARK,
        /** The chosen answer is the longer one; thumbs are left alone. */
        LENGTH
    }

    /**
     * What agrees with judgements and is worth nothing.
     *
     * @param fault which
     * @param agrees share of judgements, and of held-out pairs of the first kind, that it agrees with, range [0, 1]; of the second kind it
     *     agrees with half
     */
    record Planted(Fault fault, double agrees) {
        Planted {
            if (!(agrees >= 0 && agrees <= 1)) {
                throw new IllegalArgumentException("agrees is " + agrees + "; give a share from 0 to 1");
            }
        }
    }

    /** How the second kind of held-out pairs differs. */
    enum Shift {
        /** In nothing but that what is planted agrees with half of them. */
        NONE,
        /** Answers of 15 to 23 words, where those learned from have 4 to 12. */
        LENGTH,
        /** Prompts of four domains that were never judged. */
        DOMAIN,
        /** Answers of a policy that has learned to keep to the topics: 60 % of words about wanted ones in place of 35 %. */
        POLICY
    }

    /**
     * Who gives a thumb, or another sign of what they think of an answer of a list that they look at.
     *
     * @param happy share of those who would point it up that do, range (0, 1]
     * @param unhappy share of those who would point it down that do, range (0, 1]
     * @param silent whether a thumb that nobody gives leaves a record of silence, as {@code reward.joiner.silence} makes it; of lists
     *     interpreters say whether it does
     */
    record Answering(double happy, double unhappy, boolean silent) {
        Answering {
            if (!(happy > 0 && happy <= 1) || !(unhappy > 0 && unhappy <= 1)) {
                throw new IllegalArgumentException(
                        "happy is " + happy + " and unhappy " + unhappy + "; give shares above 0 and up to 1");
            }
        }

        boolean everybody() {
            return happy == 1 && unhappy == 1;
        }
    }

    /**
     * About how many pairs people are asked.
     *
     * @param share share of pairs that are judged, chosen by the ask policy of an arm, range (0, 1]; at 1 all are and nothing is chosen
     * @param rounds parts in which pairs come; a part is learned before it is chosen from the next, at least 1
     * @param repeats share of pairs of which people say the same when they are asked again, range (0.5, 0.99]; what a difference of worth
     *     counts in choices is set to it, and is not 10 then. Looked at only where {@code share} is below 1
     */
    record Asking(double share, int rounds, double repeats) {
        /** All pairs are judged. */
        static final Asking EVERYTHING = new Asking(1, 10, 0.8);

        Asking {
            if (!(share > 0 && share <= 1) || rounds < 1 || !(repeats > 0.5 && repeats <= 0.99)) {
                throw new IllegalArgumentException("share is " + share + ", rounds " + rounds + " and repeats "
                        + repeats + "; give numbers in (0, 1], of at least 1 and in (0.5, 0.99]");
            }
        }

        boolean all() {
            return share == 1;
        }
    }

    /** What is new in three kinds of pairs: prompts alone, answers alone, both. */
    enum Grid {
        /** There are no such pairs. */
        NONE,
        /** Prompts of four domains that were never judged; answers of a policy that has learned to keep to the topics. */
        NEAR,
        /** Prompts and answers in a {@link SecondLanguage} that was never read. */
        FAR
    }

    /** By what people say what they think of answers of a list. */
    enum By {
        /** Thumbs; whoever looks at an answer is noticed to look at it. */
        THUMBS,
        /** No word: an answer is copied, or another one asked for in its place. */
        SIGNS,
        /** An order of all of them, best first; everybody looks at all. */
        ORDERS
    }

    /**
     * Lists of answers to one prompt, each shown to one person.
     *
     * @param count how many, at least 0; with 0 there are none, and arms name no interpreters
     * @param shown answers of a list, range [1, 16]; at least 2 for orders
     * @param by by what people say what they think
     * @param bias how fast people cease to look: {@code (1 + place)^-bias} of them look at a place, counted from 0; at least 0
     * @param away share of lists that nobody is there for, range [0, 1)
     * @param left whether it is noticed that an answer was left with nothing done; only of signs
     * @param markedFirst whether answers that begin with the mark, which half of all do, stand before the others
     */
    record Lists(int count, int shown, By by, double bias, double away, boolean left, boolean markedFirst) {
        static final Lists NONE = new Lists(0, 4, By.SIGNS, 0, 0, false, false);

        private static final int MOST = 16;

        Lists {
            if (count < 0 || shown < (by == By.ORDERS ? 2 : 1) || shown > MOST) {
                throw new IllegalArgumentException("count is " + count + " and shown " + shown
                        + "; give at least 0 lists, and 1 to 16 answers, 2 at least where they are ordered");
            }
            if (!(bias >= 0) || Double.isInfinite(bias) || !(away >= 0 && away < 1)) {
                throw new IllegalArgumentException(
                        "bias is " + bias + " and away " + away + "; give at least 0, and a share from 0 to below 1");
            }
        }

        /** Whether there are any. */
        boolean any() {
            return count > 0;
        }
    }

    DataSettings {
        if (people < 1 || pairs < 0 || thumbs < 0 || heldOut < 1 || pairs + thumbs + lists.count() < 1) {
            throw new IllegalArgumentException("people " + people + ", pairs " + pairs + ", thumbs " + thumbs
                    + " and held-out " + heldOut
                    + " must be at least 1, 0, 0 and 1, with a pair or a thumb or a list to learn");
        }
        if (!(noise >= 0 && noise < 0.5)) {
            throw new IllegalArgumentException("noise is " + noise + "; give a share from 0 to below 0.5");
        }
        if (!asking.all() && pairs == 0 || !answering.everybody() && thumbs == 0 && !lists.any()) {
            throw new IllegalArgumentException("asking.share is " + asking.share() + " of " + pairs
                    + " pairs, and answering " + answering + " of " + thumbs
                    + " thumbs; leave out what chooses from nothing");
        }
        if (lists.markedFirst() && grid != Grid.NONE) {
            throw new IllegalArgumentException(
                    "lists.marked-first goes with no grid, whose answers have no mark; leave one of them out");
        }
        if (planted.fault() != Fault.NONE && popular.share() > 0) {
            throw new IllegalArgumentException("popular.share is " + popular.share() + " and planted.fault "
                    + planted.fault() + "; a pair that is judged twice cannot agree with both judgements, so set one");
        }
        require(grid, shift, planted, crowd);
    }

    private static void require(Grid grid, Shift shift, Planted planted, Crowd crowd) {
        if (grid != Grid.NONE && (shift != Shift.NONE || planted.fault() != Fault.NONE || crowd.neutral() > 0)) {
            throw new IllegalArgumentException("grid is " + grid + " with shift " + shift + ", planted.fault "
                    + planted.fault() + " and crowd.neutral " + crowd.neutral()
                    + "; give shift none, fault none and neutral 0, so that nothing but the grid differs");
        }
    }

    /** 2,000 choices of 200 people who say what they mean. */
    static DataSettings defaults() {
        return new DataSettings(
                1,
                200,
                2000,
                0,
                500,
                0,
                new Crowd(0.5, 0.5, 0),
                new Popular(0, 20),
                new Planted(Fault.NONE, 0.9),
                Shift.POLICY,
                new Answering(1, 1, false),
                Asking.EVERYTHING,
                Grid.NONE,
                Lists.NONE);
    }

    /** Whether answers begin with a word that is marked or not. */
    boolean fronts() {
        return planted.fault() == Fault.MARK || crowd.neutral() > 0 || lists.markedFirst();
    }
}
