package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.drive.VotePace;
import java.util.OptionalLong;

/**
 * Ties votes to steps of the policy learner: while more votes than {@code headStart + votesPerStep * steps} are in, only one in
 * ten is given, so that feedback never falls silent and never runs far ahead.
 *
 * <p>One thread reports steps, another asks.
 */
final class StepPace implements VotePace {
    /** Share of votes that are given while votes are ahead of the learner. */
    private static final double AHEAD = 0.1;

    private final DriftPlan plan;
    private volatile OptionalLong first = OptionalLong.empty();
    private volatile long steps;

    StepPace(DriftPlan plan) {
        this.plan = plan;
    }

    /** Notes the step that the policy learner has reached; the first one noted counts as none. */
    void reached(long step) {
        if (first.isEmpty()) {
            first = OptionalLong.of(step);
        }
        steps = Math.max(steps, step - first.getAsLong());
    }

    /** Steps since the first one noted. */
    long steps() {
        return steps;
    }

    @Override
    public double share(long votes) {
        return votes <= plan.headStart() + plan.votesPerStep() * steps ? 1 : AHEAD;
    }
}
