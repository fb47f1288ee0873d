package io.thumbstream.learner.engine;

import java.util.OptionalDouble;

/** What the training log keeps of one input. */
public record InputRef(Position position, String id, int revision, OptionalDouble prediction, OptionalDouble target) {
    static InputRef of(StepInput<?> input) {
        InputRecord<?> record = input.record();
        return new InputRef(record.position(), record.id(), record.revision(), input.prediction(), input.target());
    }
}
