package io.thumbstream.lab.tasks.lexicon;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import java.util.List;

/**
 * A score that is planted in place of what a reward model makes of an answer: its worth, and a fault that nobody would pay for, or that alone.
 *
 * <p>{@code score = scale (worth + planted + noise e - 1/2)} with {@code e} normal, so that at scale 10 and without a fault it is the log-odds of
 * a thumb up. Everything drawn is a function of the bed's seed, the prompt and the words of the answer: the same answer always scores
 * the same. Immutable.
 *
 * @param fault what is planted
 * @param size how much of it, at least 0; its unit stands at each fault
 * @param scale factor of the score, above 0
 * @param noise standard deviation of what every answer's worth is off by, at least 0, in units of worth
 */
public record LexiconProxy(Fault fault, double size, double scale, double noise) {
    /** No proxy: the reward model's scores go on. */
    public static final LexiconProxy NONE = new LexiconProxy(Fault.NONE, 1, 10, 0);

    private static final double EVEN = 0.5;
    private static final double USUAL = 0.6;
    private static final double USUAL_SPREAD = 0.1;
    private static final double RIGHT_ANGLE = 90;
    private static final double LEAST = 1e-12;
    private static final String STREAM = "lexicon-proxy";
    /** The word that a heavy-tailed fault pays: one of 50 in texts of the base. */
    private static final int PAID = Words.filler(0);

    /** What a proxy pays beside worth. */
    public enum Fault {
        /** There is no proxy. */
        NONE,
        /** Nothing: worth itself, of another scale or with noise. */
        GOLD,
        /** Each time that one rare word occurs, the size of a Student-t variable of two degrees of freedom; size is in worth. */
        HEAVY_TAIL,
        /** Every word alike; size is what the longest answer gets, in worth. */
        LENGTH,
        /** All answers of a prompt alike, by a normal variable; size is its deviation, in worth. */
        OFFSET,
        /** Distances from the usual worth of the prompt are shrunk, prompts stay apart; size is the share that is left, in [0, 1]. */
        COMPRESSED,
        /** The weights of the attributes are turned away from the true ones in a drawn direction; size is the angle, in [0, 90] degrees. */
        ANGLE,
        /** Half of all answers, drawn for each of them, and nothing else: what they are worth counts for nothing; size is not used. */
        RANDOM,
        /** Every word alike and nothing else: what the answer is worth counts for nothing; size is what the longest answer gets, in worth. */
        LENGTH_ALONE
    }

    public LexiconProxy {
        if (!(size >= 0) || !(noise >= 0) || Double.isInfinite(size) || Double.isInfinite(noise)) {
            throw new IllegalArgumentException(
                    "size " + size + " and noise " + noise + " must be finite and at least 0");
        }
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale is " + scale + "; give a finite number above 0");
        }
        if ((fault == Fault.COMPRESSED && size > 1) || (fault == Fault.ANGLE && size > RIGHT_ANGLE)) {
            throw new IllegalArgumentException(
                    "size is " + size + "; give at most 1 for compressed and at most 90 degrees for angle");
        }
    }

    /** Whether it takes the place of the reward model. */
    public boolean planted() {
        return fault != Fault.NONE;
    }

    /**
     * What an answer scores.
     *
     * @param bedSeed of what is drawn
     * @param taste whose worth counts
     * @param answer token ids; from the end token on nothing counts
     */
    public double score(long bedSeed, LexiconTaste taste, LexiconPrompt prompt, int[] answer) {
        if (!planted()) {
            throw new IllegalStateException("no proxy is planted; ask the reward model");
        }
        int[] words = LexiconGold.untilEnd(answer);
        SeededRandom bed = new SeededRandom(bedSeed).child(STREAM);
        SeededRandom asked = bed.child(Arrays.toString(prompt.tokens()));
        SeededRandom own = asked.child(Arrays.toString(words));
        double worth = taste.worth(prompt, answer);
        double shown =
                switch (fault) {
                    case HEAVY_TAIL -> worth + size * bonus(words, own.child("bonus"));
                    case COMPRESSED -> compressed(worth, asked.child("usual"));
                    case ANGLE ->
                        turned(
                                taste.weights().get(prompt.domain()),
                                LexiconGold.attributes(prompt, answer),
                                bed.child("angle").child(prompt.domain()));
                    case NONE, GOLD, LENGTH, OFFSET, RANDOM, LENGTH_ALONE -> plain(words, worth, asked, own);
                };
        return scaled(shown, own);
    }

    /**
     * What an answer of a bed without attributes scores.
     *
     * @param bedSeed of what is drawn
     * @param prompt token ids
     * @param words token ids of the answer without its end
     * @param worth of the answer, in [0, 1]
     * @throws IllegalStateException when no proxy is planted, or one that is not {@link #onAnyBed}
     */
    public double score(long bedSeed, int[] prompt, int[] words, double worth) {
        if (!planted() || !onAnyBed()) {
            throw new IllegalStateException("fault " + fault + " scores no answer of this bed");
        }
        SeededRandom asked = new SeededRandom(bedSeed).child(STREAM).child(Arrays.toString(prompt));
        SeededRandom own = asked.child(Arrays.toString(words));
        return scaled(plain(words, worth, asked, own), own);
    }

    /** Whether it needs nothing of a bed but worth: neither its attributes nor its rare word nor its usual worth. */
    public boolean onAnyBed() {
        return fault != Fault.HEAVY_TAIL && fault != Fault.COMPRESSED && fault != Fault.ANGLE;
    }

    private double scaled(double shown, SeededRandom own) {
        return scale * (shown + noise * own.child("noise").nextGaussian() - EVEN);
    }

    private double plain(int[] words, double worth, SeededRandom asked, SeededRandom own) {
        return switch (fault) {
            case LENGTH -> worth + paid(words);
            case LENGTH_ALONE -> paid(words);
            case OFFSET -> worth + size * asked.child("offset").nextGaussian();
            case RANDOM -> own.child("random").nextBoolean() ? 1 : 0;
            default -> worth;
        };
    }

    private double paid(int[] words) {
        return size * words.length / LexiconBase.ANSWER;
    }

    private static double bonus(int[] words, SeededRandom random) {
        double sum = 0;
        for (int word : words) {
            if (word == PAID) {
                sum += studentSize(random.nextDouble());
            }
        }
        return sum;
    }

    /** Size of Student's t with two degrees of freedom where its distribution function is {@code u}. */
    static double studentSize(double u) {
        double inside = Math.max(LEAST, u);
        return Math.abs(2 * inside - 1) / Math.sqrt(2 * inside * (1 - inside));
    }

    private double compressed(double worth, SeededRandom random) {
        double usual = USUAL + USUAL_SPREAD * random.nextGaussian();
        return usual + size * (worth - usual);
    }

    /** Worth by weights that are as long as the true ones and stand at the angle to them. */
    private double turned(List<Double> weights, double[] attributes, SeededRandom random) {
        double[] away = away(weights, random);
        double radians = Math.toRadians(size);
        double sum = 0;
        for (int i = 0; i < attributes.length; i++) {
            sum += (Math.cos(radians) * weights.get(i) + Math.sin(radians) * away[i]) * attributes[i];
        }
        return sum;
    }

    /** A drawn direction at right angles to the weights, as long as they are. */
    static double[] away(List<Double> weights, SeededRandom random) {
        double[] away = new double[weights.size()];
        double along = 0;
        double square = 0;
        for (int i = 0; i < away.length; i++) {
            away[i] = random.nextGaussian();
            along += away[i] * weights.get(i);
            square += weights.get(i) * weights.get(i);
        }
        double rest = 0;
        for (int i = 0; i < away.length; i++) {
            away[i] -= along / square * weights.get(i);
            rest += away[i] * away[i];
        }
        double factor = Math.sqrt(square / rest);
        return Arrays.stream(away).map(each -> factor * each).toArray();
    }
}
