package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.ConfigException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

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

    /**
     * The last logged step within both bounds; 0 when there is none.
     *
     * @throws ConfigException when the clock of the learner was set back, so that the time was passed more than once
     */
    public long lastStep(StepHistory history) {
        Search search = new Search();
        history.forEachAfter(Optional.empty(), search);
        if (search.last != search.beforePassing) {
            throw new ConfigException(
                    "the clock of the learner was set back, so that " + until + " was passed more than"
                            + " once: the first time after step " + search.beforePassing + ", the last time after step "
                            + search.last + ". Name a step with --to-step");
        }
        return search.last;
    }

    private final class Search implements Consumer<LoggedStep> {
        private long last;
        private long beforePassing;
        private boolean passed;

        @Override
        public void accept(LoggedStep logged) {
            long here = logged.entry().context().step();
            if (here > step) {
                return;
            }
            if (logged.entry().at().isAfter(until)) {
                passed = true;
                return;
            }
            last = here;
            beforePassing = passed ? beforePassing : here;
        }
    }
}
