package io.thumbstream.learner.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a replay ends.
 *
 * @param step last step that is applied
 * @param until last time at which an applied step was logged
 */
public record ReplayGoal(long step, Instant until) {
    /** All that was logged. */
    public static final ReplayGoal END = new ReplayGoal(Long.MAX_VALUE, Instant.MAX);

    /** Steps up to {@code step}. */
    public static ReplayGoal step(long step) {
        return new ReplayGoal(step, Instant.MAX);
    }

    /** The last logged step within both bounds; 0 when there is none. */
    public long lastStep(StepHistory history) {
        long[] last = {0};
        history.forEachAfter(Optional.empty(), logged -> {
            StepEntry entry = logged.entry();
            if (entry.context().step() <= step && !entry.at().isAfter(until)) {
                last[0] = entry.context().step();
            }
        });
        return last[0];
    }
}
