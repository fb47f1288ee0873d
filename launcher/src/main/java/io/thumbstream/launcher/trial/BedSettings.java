package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import java.util.Optional;

/**
 * The Lexicon bed of a trial.
 *
 * @param seed of what stays the same in every run: weights of the attributes and the first policy
 * @param steps steps of the policy in each arm, at least 1
 * @param prompts prompts of a step, at least 1
 * @param answers answers to each prompt, at least 2
 * @param measureEvery steps between two measurements of true worth, at least 1
 * @param measured prompts that it is measured on, with four answers each, at least 1
 * @param wishes how wishes change
 * @param feedback what people say
 * @param proxy what stands in place of the reward model, if anything does
 */
record BedSettings(
        long seed,
        int steps,
        int prompts,
        int answers,
        int measureEvery,
        int measured,
        Wishes wishes,
        Feedback feedback,
        LexiconProxy proxy) {

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
     */
    record Feedback(double said, double noise, double leniency, int delaySteps, double hostile) {
        Feedback {
            if (!(said > 0 && said <= 1) || !(noise >= 0 && noise < 0.5) || !(hostile >= 0 && hostile <= 1)) {
                throw new IllegalArgumentException("said " + said + ", noise " + noise + " and hostile " + hostile
                        + " must lie in (0, 1], [0, 0.5) and [0, 1]");
            }
            if (!Double.isFinite(leniency) || delaySteps < 0) {
                throw new IllegalArgumentException(
                        "leniency " + leniency + " and delay-steps " + delaySteps + " must be finite and at least 0");
            }
        }
    }

    BedSettings {
        if (steps < 1 || prompts < 1 || answers < 2 || measureEvery < 1 || measured < 1) {
            throw new IllegalArgumentException("steps " + steps + ", prompts " + prompts + ", answers " + answers
                    + ", measure-every " + measureEvery + " and measured " + measured
                    + " must be at least 1, 1, 2, 1 and 1");
        }
    }

    /** A bed on which the policy learns from the reward model. */
    BedSettings(
            long seed,
            int steps,
            int prompts,
            int answers,
            int measureEvery,
            int measured,
            Wishes wishes,
            Feedback feedback) {
        this(seed, steps, prompts, answers, measureEvery, measured, wishes, feedback, LexiconProxy.NONE);
    }

    static BedSettings defaults() {
        return new BedSettings(1, 120, 8, 8, 10, 32, new Wishes(Change.NONE, 61, 1), new Feedback(0.7, 0.05, 0, 0, 0));
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
