package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.Remark;
import java.util.List;

/** Something the joiner decided, in the order it decided it. */
public sealed interface Output {

    /** A label, first or revised. */
    record Labelled(Label label) implements Output {}

    /**
     * A group as it stood at one moment; rewards are computed from it afterwards.
     *
     * @param rollouts in index order
     * @param completeness rollouts present / expected, range (0, 1]
     * @param remarks what people had said about places in the answers
     */
    record Draft(
            GroupState group, List<RolloutState> rollouts, double completeness, long timeMicros, List<Remark> remarks)
            implements Output {
        public Draft {
            rollouts = List.copyOf(rollouts);
            remarks = List.copyOf(remarks);
        }

        /** A draft of answers in which nobody pointed at a place. */
        public Draft(GroupState group, List<RolloutState> rollouts, double completeness, long timeMicros) {
            this(group, rollouts, completeness, timeMicros, List.of());
        }
    }

    /** Feedback that can have no effect, with the reason why. */
    record Refused(FeedbackEvent feedback, String reason, String detail) implements Output {}

    /** The feedback stream began or ceased to be trusted with silence. */
    record StallChanged(boolean stalled, double probability, double lateShare, long timeMicros) implements Output {}
}
