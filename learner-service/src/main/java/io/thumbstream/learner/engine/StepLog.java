package io.thumbstream.learner.engine;

/** The write-ahead log of one learner. There is one writer; a second one fences the first. */
public interface StepLog extends StepHistory, AutoCloseable {
    /**
     * Appends {@code entry} and commits its consumer positions in one transaction.
     *
     * @return where the entry lies; when this returns, the entry is durable
     */
    Position append(StepEntry entry);

    @Override
    void close();
}
