package io.thumbstream.learner.engine;

import java.util.Optional;
import java.util.function.Consumer;

/** The write-ahead log of one learner. There is one writer; a second one fences the first. */
public interface StepLog extends AutoCloseable {
    /**
     * Appends {@code entry} and commits its consumer positions in one transaction.
     *
     * @return where the entry lies; when this returns, the entry is durable
     */
    Position append(StepEntry entry);

    /** Hands over the committed entries of this learner behind {@code last} (all of them when empty), in order. */
    void forEachAfter(Optional<Position> last, Consumer<LoggedStep> action);

    @Override
    void close();
}
