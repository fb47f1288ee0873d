package io.thumbstream.lab.trace;

import java.time.Instant;
import java.util.List;

/**
 * A training step as it lies in the training log.
 *
 * @param position where it lies
 * @param inputs records it learned from
 * @param at when it was appended
 */
public record StepRecord(Position position, List<Position> inputs, Instant at) {
    public StepRecord {
        inputs = List.copyOf(inputs);
    }
}
