package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.TransientException;
import java.util.Optional;

/**
 * The write-ahead log of one learner. There is one writer; a second one fences the first.
 *
 * <p>Entries become durable in the order they were appended and without gaps, each in one transaction with the consumer positions
 * it names; neighbours may share a transaction. Nothing that depends on an entry may leave the learner before {@link #settle}.
 */
public interface StepLog extends StepHistory, AutoCloseable {
    /**
     * Takes {@code entry} over for writing; waits only while too many entries wait already.
     *
     * @throws TransientException when this or an earlier entry could not be written; nobody knows whether it is in the log
     */
    void append(StepEntry entry);

    /**
     * Waits until all entries appended so far are durable.
     *
     * @return where the last of them lies, empty when none was ever appended here
     * @throws TransientException when one of them could not be written
     */
    Optional<Position> settle();

    /** Ends writing; entries that are not settled may be lost. */
    @Override
    void close();
}
