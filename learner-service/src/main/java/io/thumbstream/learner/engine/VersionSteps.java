package io.thumbstream.learner.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** After which step each version was taken, as far as the log and what else is known tell. */
public final class VersionSteps {
    private final NavigableMap<Long, Long> steps;

    private VersionSteps(NavigableMap<Long, Long> steps) {
        this.steps = steps;
    }

    /**
     * Reads the log: a version that a step first names as its base was taken after the step before.
     *
     * @param announced step by version of those that the version topic still holds; the log alone does not know versions that no
     *     step followed
     */
    public static VersionSteps of(StepHistory history, Map<Long, Long> announced) {
        NavigableMap<Long, Long> steps = new TreeMap<>(announced);
        history.forEachAfter(Optional.empty(), logged -> {
            StepContext context = logged.entry().context();
            steps.putIfAbsent(context.version(), context.step() - 1);
        });
        steps.putIfAbsent(0L, 0L);
        return new VersionSteps(steps);
    }

    /** Versions by the step after which they were taken. */
    public NavigableMap<Long, List<Long>> byStep() {
        NavigableMap<Long, List<Long>> result = new TreeMap<>();
        steps.forEach((version, step) ->
                result.computeIfAbsent(step, first -> new ArrayList<>()).add(version));
        return result;
    }

    /** Whether the step of {@code version} is known. */
    public boolean knows(long version) {
        return steps.containsKey(version);
    }
}
