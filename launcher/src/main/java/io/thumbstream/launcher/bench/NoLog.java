package io.thumbstream.launcher.bench;

import io.thumbstream.learner.engine.LoggedStep;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.learner.engine.StepLog;
import java.util.Optional;
import java.util.function.Consumer;

/** A log that forgets. */
final class NoLog implements StepLog {
    private long count;

    @Override
    public Position append(StepEntry entry) {
        return new Position("nowhere", 0, count++);
    }

    @Override
    public void forEachAfter(Optional<Position> last, Consumer<LoggedStep> action) {}

    @Override
    public void close() {}
}
