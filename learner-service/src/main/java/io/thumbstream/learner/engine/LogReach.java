package io.thumbstream.learner.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far back the steps of one learner can be applied again.
 *
 * @param firstStep first step that the log still has; 0 when it has none
 * @param lastStep last step that the log has; 0 when it has none
 * @param earliestStart the first step after which every entry is there with all its inputs; 0 when that is so from the beginning
 * @param inputs per partition, what the entries need of it and what it still has
 * @param configHashes configurations under which steps were logged, in the order of their last step
 */
public record LogReach(
        long firstStep, long lastStep, long earliestStart, Map<Partition, Span> inputs, List<String> configHashes) {
    /**
     * One partition of inputs.
     *
     * @param needed lowest offset that a logged step names
     * @param beginning first offset that is still there
     */
    public record Span(long needed, long beginning) {
        /** Whether retention took something that a step names. */
        public boolean cut() {
            return needed < beginning;
        }
    }

    public LogReach {
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
        configHashes = List.copyOf(configHashes);
    }

    /**
     * The step at which a replay up to the last step can begin: 0 for the base model, else that of one of {@code snapshots}; empty
     * when none will do. The lowest is given, because from there the most can be rebuilt.
     */
    public OptionalLong start(Collection<Long> snapshots) {
        if (lastStep == 0) {
            return OptionalLong.of(
                    snapshots.stream().mapToLong(Long::longValue).max().orElse(0));
        }
        return earliestStart == 0
                ? OptionalLong.of(0)
                : snapshots.stream()
                        .mapToLong(Long::longValue)
                        .filter(step -> step >= earliestStart)
                        .min();
    }
}
