package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconAspects;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import java.util.Locale;
import java.util.Optional;

/**
 * The bed of a trial.
 *
 * @param task what is asked
 * @param seed of what stays the same in every run: weights of the attributes and the first policy
 * @param steps steps of the policy in each arm, at least 1
 * @param prompts prompts of a step, at least 1
 * @param answers answers to each prompt, at least 2
 * @param measureEvery steps between two measurements of true worth, at least 1
 * @param measured prompts that it is measured on, at least 1
 * @param measuredAnswers answers to each of them, at least 1
 * @param baseSteps gradient steps of the first policy of Chain or Desk, at least 0; 0 is as many as the bed takes by itself, and all that Lexicon knows
 * @param wishes how wishes change; those of Lexicon alone do
 * @param feedback what people say
 * @param proxy what stands in place of the reward model, if anything does
 * @param writer who else answers every prompt, if anybody does
 * @param editing who corrects answers, if anybody does
 * @param aspects aspects of an answer that are scored beside its worth, if any are
 * @param olderEvery half of the answers come from the policy of the last step that is a multiple of it, at least 0; with 0 all come from the newest
 */
record BedSettings(
        Task task,
        long seed,
        int steps,
        int prompts,
        int answers,
        int measureEvery,
        int measured,
        int measuredAnswers,
        int baseSteps,
        Wishes wishes,
        Feedback feedback,
        LexiconProxy proxy,
        Writer writer,
        Editing editing,
        LexiconAspects aspects,
        int olderEvery) {
    private static final int MEASURED_ANSWERS = 4;

    /** What is asked. */
    enum Task {
        /** Short texts that are worth something by taste. */
        LEXICON,
        /** Sums and products worked out in steps, right or not. */
        CHAIN,
        /** Single clicks in a menu, right or not, with a person who watches and takes over. */
        DESK
    }

    /** How something changes. */
    enum Change {
        /** Nothing does. */
        NONE,
        /** Wishes move at once. */
        ABRUPT,
        /** Wishes move evenly over as many steps as went before. */
        GRADUAL,
        /** Wishes move away and back again, every so many steps. */
        RECURRING,
        /** Wishes stay; prompts are of the first four domains before, of the others afterwards. */
        PROMPTS
    }

    /**
     * How wishes change.
     *
     * @param change in which way
     * @param step step before which it begins, at least 1
     * @param share how far they move towards those of the domain half around, range [0, 1]
     */
    record Wishes(Change change, int step, double share) {
        Wishes {
            if (step < 1 || !(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "step " + step + " and share " + share + " must be at least 1 and in [0, 1]");
            }
        }
    }

    /**
     * What people say.
     *
     * @param said probability that a kind of feedback is given on a prompt, range (0, 1]
     * @param noise share of feedback that says the opposite, range [0, 0.5)
     * @param leniency added to the log-odds of a thumb up
     * @param delaySteps steps after which feedback is heard, at least 0
     * @param hostile share of people who always say something, and the opposite, range [0, 1]
     * @param unhappy factor of {@code said} for a thumb that would point down, above 0; what is more than 1 then is 1
     * @param right share of take-overs on Desk in which the person clicks rightly, range [0, 1]
     * @param until last step whose answers anybody says something about, at least 0; with 0 people never fall silent
     */
    record Feedback(
            double said,
            double noise,
            double leniency,
            int delaySteps,
            double hostile,
            double unhappy,
            double right,
            int until) {
        Feedback {
            if (!(said > 0 && said <= 1) || !(noise >= 0 && noise < 0.5) || !(hostile >= 0 && hostile <= 1)) {
                throw new IllegalArgumentException("said " + said + ", noise " + noise + " and hostile " + hostile
                        + " must lie in (0, 1], [0, 0.5) and [0, 1]");
            }
            if (!Double.isFinite(leniency) || delaySteps < 0) {
                throw new IllegalArgumentException(
                        "leniency " + leniency + " and delay-steps " + delaySteps + " must be finite and at least 0");
            }
            if (!(unhappy > 0) || Double.isInfinite(unhappy) || !(right >= 0 && right <= 1)) {
                throw new IllegalArgumentException(
                        "unhappy " + unhappy + " and right " + right + " must be finite and above 0, and in [0, 1]");
            }
            if (until < 0) {
                throw new IllegalArgumentException("until is " + until + "; give a step of at least 0");
            }
        }

        /** People who speak as often whether they are happy or not, and never fall silent. */
        Feedback(double said, double noise, double leniency, int delaySteps, double hostile) {
            this(said, noise, leniency, delaySteps, hostile, 1, 1, 0);
        }

        /** Whether people say something about answers of {@code step}. */
        boolean heard(int step) {
            return until == 0 || step <= until;
        }
    }

    /**
     * Somebody who answers every prompt beside the policy.
     *
     * @param answers answers to each prompt, at least 0; 0 is nobody
     * @param drafts drafts of which each answer is the one that is worth most, at least 1
     */
    record Writer(int answers, int drafts) {
        static final Writer NONE = new Writer(0, 16);

        Writer {
            if (answers < 0 || drafts < 1) {
                throw new IllegalArgumentException(
                        "answers " + answers + " and drafts " + drafts + " of a writer must be at least 0 and 1");
            }
        }
    }

    /**
     * People who correct what they read.
     *
     * @param share share of people who correct the first answer that they are shown, range [0, 1]
     * @param words words that a correction replaces at most, at least 1
     */
    record Editing(double share, int words) {
        static final Editing NONE = new Editing(0, 3);

        Editing {
            if (!(share >= 0 && share <= 1) || words < 1) {
                throw new IllegalArgumentException(
                        "share " + share + " and words " + words + " of editing must be in [0, 1] and at least 1");
            }
        }
    }

    BedSettings {
        if (steps < 1 || prompts < 1 || answers < 2 || measureEvery < 1) {
            throw new IllegalArgumentException("steps " + steps + ", prompts " + prompts + ", answers " + answers
                    + " and measure-every " + measureEvery + " must be at least 1, 1, 2 and 1");
        }
        if (measured < 1 || measuredAnswers < 1 || baseSteps < 0 || olderEvery < 0) {
            throw new IllegalArgumentException("measured " + measured + ", measured-answers " + measuredAnswers
                    + ", base-steps " + baseSteps + " and older-every " + olderEvery
                    + " must be at least 1, 1, 0 and 0");
        }
        if (task == Task.LEXICON && baseSteps != 0) {
            throw new IllegalArgumentException(
                    "base-steps is " + baseSteps + "; give 0, only tasks chain and desk have others");
        }
        if (task != Task.LEXICON && wishes.change() != Change.NONE) {
            throw new IllegalArgumentException(
                    "wishes of task " + name(task) + " do not change; leave change at none or take task lexicon");
        }
        if (task != Task.LEXICON && (writer.answers() > 0 || editing.share() > 0 || aspects.planted())) {
            throw new IllegalArgumentException("on task " + name(task)
                    + " nobody else writes or corrects, and nothing has aspects; take task lexicon");
        }
        require(task, proxy);
    }

    /** A Lexicon bed on which the policy learns from the reward model. */
    BedSettings(
            long seed,
            int steps,
            int prompts,
            int answers,
            int measureEvery,
            int measured,
            Wishes wishes,
            Feedback feedback) {
        this(
                Task.LEXICON,
                seed,
                steps,
                prompts,
                answers,
                measureEvery,
                measured,
                MEASURED_ANSWERS,
                0,
                wishes,
                feedback,
                LexiconProxy.NONE,
                Writer.NONE,
                Editing.NONE,
                LexiconAspects.NONE,
                0);
    }

    static BedSettings defaults() {
        return new BedSettings(1, 120, 8, 8, 10, 32, new Wishes(Change.NONE, 61, 1), new Feedback(0.7, 0.05, 0, 0, 0));
    }

    /**
     * Refuses a proxy that the task has no place for.
     *
     * @throws IllegalArgumentException naming those that it has
     */
    static void require(Task task, LexiconProxy proxy) {
        if (task != Task.LEXICON && !proxy.onAnyBed()) {
            throw new IllegalArgumentException("fault " + proxy.fault() + " needs attributes; with task " + name(task)
                    + " give none, gold, length, length-alone, offset or random");
        }
    }

    /** Names the first policy of the bed, which other beds with this name share. */
    String base() {
        String name = name(task) + "-" + seed;
        return baseSteps == 0 ? name : name + "-" + baseSteps;
    }

    private static String name(Task task) {
        return task.name().toLowerCase(Locale.ROOT);
    }

    /** Share of the way that wishes have moved before {@code step} is taken. */
    double moved(int step) {
        int since = step - wishes.step();
        double share =
                switch (wishes.change()) {
                    case NONE, PROMPTS -> 0;
                    case ABRUPT -> since >= 0 ? 1 : 0;
                    case GRADUAL -> Math.max(0, Math.min(1, (since + 1.0) / wishes.step()));
                    case RECURRING -> (step - 1) / wishes.step() % 2;
                };
        return share * wishes.share();
    }

    /** Whether prompts of {@code step} are of the second half of the domains, or else the first; empty when of all. */
    Optional<Boolean> secondHalf(int step) {
        return wishes.change() == Change.PROMPTS ? Optional.of(step >= wishes.step()) : Optional.empty();
    }
}
