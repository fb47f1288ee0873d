package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.FatalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The inputs of a logged step, from the records they name. */
final class LoggedInputs {
    private LoggedInputs() {}

    /**
     * Inputs in the order of the entry.
     *
     * @throws FatalException when a record is missing
     */
    static <T> List<StepInput<T>> of(StepEntry entry, Map<Position, InputRecord<T>> records) {
        List<StepInput<T>> inputs = new ArrayList<>();
        for (InputRef ref : entry.inputs()) {
            InputRecord<T> record = records.get(ref.position());
            if (record == null) {
                throw LostSteps.input(entry.learner(), entry.context().step(), ref.position());
            }
            inputs.add(new StepInput<>(record, ref.prediction(), ref.target()));
        }
        return inputs;
    }
}
