package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.FatalException;

/** Failures of steps that can no longer be applied, with what can still be rebuilt and from where. */
final class LostSteps {
    private static final String DOCTOR =
            "thumbstream doctor says which snapshots there are and how far back each reaches";

    private LostSteps() {}

    /** Entries between two steps are gone. */
    static FatalException gap(String learner, long reached, long next) {
        String rebuilt = reached == 0
                ? "Version 0 is no start any more"
                : "The weights up to step " + reached + " can be rebuilt (--to-step " + reached + ")";
        return new FatalException("The training log of " + learner + " jumps from step " + reached + " to " + next
                + ": retention has removed what was between. " + rebuilt
                + "; what comes later needs a snapshot of step "
                + (next - 1) + " or after (replay --from-step, or a checkpoint put back into the learner's directory). "
                + DOCTOR);
    }

    /** A record that a step used is of a person whose key was destroyed. */
    static FatalException erased(String learner, long step, Position position) {
        return new FatalException("Step " + step + " of " + learner + " used the record at " + position
                + ", which is of a person who was erased and cannot be read any more. Stop the system and finish with thumbstream erase:"
                + " it rebuilds the weights without that person, and what comes after can be rebuilt from there");
    }

    /** A record that a step used is gone. */
    static FatalException input(String learner, long step, Position position) {
        String rebuilt = step == 1
                ? "No step can be rebuilt from version 0"
                : "The weights up to step " + (step - 1) + " can be rebuilt (--to-step " + (step - 1) + ")";
        return new FatalException("Step " + step + " of " + learner + " used the record at " + position
                + ", which is gone or cannot be read: retention has removed it, or the topic is another. " + rebuilt
                + "; what comes later needs a snapshot of step " + step
                + " or after (replay --from-step, or a checkpoint put back into the learner's directory). " + DOCTOR);
    }
}
