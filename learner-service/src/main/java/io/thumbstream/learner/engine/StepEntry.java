package io.thumbstream.learner.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of the training log: the exact inputs of a step, appended before it is applied.
 *
 * @param learner name of the learner, for instance {@code policy/support}
 * @param context step number, seed, newest published version
 * @param inputs exact inputs in batch order
 * @param configHash sha256 of the learner's configuration
 * @param positions consumer positions committed with the entry
 * @param previousDigest sha256 of the weights before the step, where it was known
 * @param at when it was appended
 */
public record StepEntry(
        String learner,
        StepContext context,
        List<InputRef> inputs,
        String configHash,
        Map<Partition, Long> positions,
        Optional<String> previousDigest,
        Instant at) {
    public StepEntry {
        inputs = List.copyOf(inputs);
        positions = Map.copyOf(positions);
    }
}
