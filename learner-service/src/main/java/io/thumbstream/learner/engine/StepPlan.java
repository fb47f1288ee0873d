package io.thumbstream.learner.engine;

import java.util.List;

/** Everything a step depends on beside the learner's own state: its context and its inputs in batch order. */
public record StepPlan<T>(StepContext context, List<StepInput<T>> inputs) {
    public StepPlan {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("Step " + context.step() + " has no inputs; plan nothing instead");
        }
    }

    /** The records of the step in batch order. */
    public List<InputRecord<T>> records() {
        return inputs.stream().map(StepInput::record).toList();
    }
}
