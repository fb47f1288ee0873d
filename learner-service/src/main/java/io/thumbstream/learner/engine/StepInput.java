package io.thumbstream.learner.engine;

import java.util.OptionalDouble;

/**
 * One record of a step.
 *
 * @param record the record
 * @param prediction probability predicted before the step, for learners that test before they train
 * @param target what it was compared with
 */
public record StepInput<T>(InputRecord<T> record, OptionalDouble prediction, OptionalDouble target) {
    /** An input without a prediction. */
    public static <T> StepInput<T> of(InputRecord<T> record) {
        return new StepInput<>(record, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** An input that was predicted before it is learned from. */
    public static <T> StepInput<T> predicted(InputRecord<T> record, double prediction, double target) {
        return new StepInput<>(record, OptionalDouble.of(prediction), OptionalDouble.of(target));
    }
}
