package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.FatalException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of some logged steps, from the records they name.
 *
 * @param records what is still there, by position
 * @param erased positions of records of people who were erased
 */
record LoggedInputs<T>(Map<Position, InputRecord<T>> records, Set<Position> erased) {
    /** Reads the inputs of {@code entries} together. */
    static <T> LoggedInputs<T> read(Collection<StepEntry> entries, InputLookup<T> lookup) {
        Set<Position> wanted = new HashSet<>();
        entries.forEach(entry -> entry.inputs().forEach(input -> wanted.add(input.position())));
        if (wanted.isEmpty()) {
            return new LoggedInputs<>(Map.of(), Set.of());
        }
        Map<Position, InputRecord<T>> found = new HashMap<>(lookup.read(wanted));
        wanted.removeAll(found.keySet());
        return new LoggedInputs<>(found, wanted.isEmpty() ? Set.of() : lookup.erased(wanted));
    }

    /**
     * Inputs in the order of the entry.
     *
     * @throws FatalException when a record is missing
     */
    List<StepInput<T>> of(StepEntry entry) {
        for (InputRef ref : entry.inputs()) {
            if (erased.contains(ref.position())) {
                throw LostSteps.erased(entry.learner(), entry.context().step(), ref.position());
            }
        }
        return present(entry);
    }

    /**
     * Inputs in the order of the entry, without those of people who were erased.
     *
     * @throws FatalException when another record is missing
     */
    List<StepInput<T>> present(StepEntry entry) {
        List<StepInput<T>> inputs = new ArrayList<>();
        for (InputRef ref : entry.inputs()) {
            InputRecord<T> record = records.get(ref.position());
            if (record != null) {
                inputs.add(new StepInput<>(record, ref.prediction(), ref.target()));
            } else if (!erased.contains(ref.position())) {
                throw LostSteps.input(entry.learner(), entry.context().step(), ref.position());
            }
        }
        return inputs;
    }
}
