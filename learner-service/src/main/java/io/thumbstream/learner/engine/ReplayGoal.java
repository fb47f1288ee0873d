package io.thumbstream.learner.engine;

import java.time.Instant;

/**
 * Where a replay ends: before the first entry behind either bound.
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

    /** Whether an entry is to be applied. */
    public boolean covers(StepEntry entry) {
        return entry.context().step() <= step && !entry.at().isAfter(until);
    }
}
