package io.thumbstream.launcher.trial;

/**
 * The Lexicon bed of a trial.
 *
 * @param seed of what stays the same in every run: weights of the attributes and the first policy
 * @param steps steps of the policy in each arm, at least 1
 * @param prompts prompts of a step, at least 1
 * @param answers answers to each prompt, at least 2
 * @param said probability that a kind of feedback is given on a prompt, range (0, 1]
 * @param noise share of feedback that says the opposite, range [0, 0.5)
 * @param driftStep step before which wishes change; 0 for never
 * @param drift how far they move, range [0, 1]
 * @param measureEvery steps between two measurements of true worth, at least 1
 * @param measured prompts that it is measured on, with four answers each, at least 1
 */
record BedSettings(
        long seed,
        int steps,
        int prompts,
        int answers,
        double said,
        double noise,
        int driftStep,
        double drift,
        int measureEvery,
        int measured) {
    BedSettings {
        if (steps < 1 || prompts < 1 || answers < 2 || measureEvery < 1 || measured < 1 || driftStep < 0) {
            throw new IllegalArgumentException("steps " + steps + ", prompts " + prompts + ", answers " + answers
                    + ", measure-every " + measureEvery + ", measured " + measured + " and drift-step " + driftStep
                    + " must be at least 1, 1, 2, 1, 1 and 0");
        }
        if (!(said > 0 && said <= 1) || !(noise >= 0 && noise < 0.5) || !(drift >= 0 && drift <= 1)) {
            throw new IllegalArgumentException("said " + said + ", noise " + noise + " and drift " + drift
                    + " must lie in (0, 1], [0, 0.5) and [0, 1]");
        }
    }

    static BedSettings defaults() {
        return new BedSettings(1, 120, 8, 8, 0.7, 0.05, 0, 1, 10, 32);
    }

    /** The same with other steps. */
    BedSettings withSteps(int other) {
        return new BedSettings(seed, other, prompts, answers, said, noise, driftStep, drift, measureEvery, measured);
    }
}
