package io.thumbstream.launcher.compose;

import java.util.List;

/**
 * What came of a composition.
 *
 * @param composition the settings
 * @param refusal why it did not start; empty when it did
 * @param policySteps steps of the policy that were taken
 * @param rewardSteps steps of the reward model that were taken
 * @param faults what must not be
 */
record Outcome(Composition composition, List<String> refusal, int policySteps, int rewardSteps, List<Fault> faults) {
    Outcome {
        refusal = List.copyOf(refusal);
        faults = List.copyOf(faults);
    }

    /** Ways in which a composition can be broken. */
    enum Kind {
        /** Settings were refused without naming what is wrong with them. */
        UNEXPLAINED,
        /** It was not refused and ended with an exception. */
        CRASHED,
        /** It took fewer steps than there was experience for. */
        STARVED,
        /** No group had anything to take a step on: rewards were equal, and labels not asked for. Such settings teach nothing; that is no fault. */
        WITHOUT_SIGNAL,
        /** A number was not finite, or a step was skipped for that reason. */
        NOT_FINITE,
        /** A technique did something else than it promises. */
        UNSOUND,
        /** Arrays stayed behind from step to step. */
        LEAKED,
        /** The same records and plans gave other weights. */
        REPLAY_DIFFERS,
        /** A learner that went on from a snapshot came to other weights. */
        RESUME_DIFFERS;

        /** Whether something is broken. */
        boolean isFault() {
            return this != WITHOUT_SIGNAL;
        }
    }

    /**
     * One of them.
     *
     * @param what where and with which value
     */
    record Fault(Kind kind, String what) {}

    static Outcome refused(Composition composition, List<String> problems) {
        List<Fault> faults = composition.explainedBy(problems)
                ? List.of()
                : List.of(new Fault(Kind.UNEXPLAINED, String.join("; ", problems)));
        return new Outcome(composition, problems, 0, 0, faults);
    }

    /** Whether it started. */
    boolean started() {
        return refusal.isEmpty();
    }

    boolean has(Kind kind) {
        return faults.stream().anyMatch(fault -> fault.kind() == kind);
    }
}
