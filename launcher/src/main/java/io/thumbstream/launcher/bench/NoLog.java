package io.thumbstream.launcher.bench;

import io.thumbstream.learner.engine.LoggedStep;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.learner.engine.StepLog;
import java.util.Optional;
import java.util.function.Consumer;

/** A log that forgets. */
final class NoLog implements StepLog {
    @Override
    public void append(StepEntry entry) {}

    @Override
    public Optional<Position> settle() {
        return Optional.empty();
    }

    @Override
    public void forEachAfter(Optional<Position> last, Consumer<LoggedStep> action) {}

    @Override
    public void close() {}
}
