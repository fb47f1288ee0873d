package io.thumbstream.launcher.compose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Settings that were drawn, laid over the defaults.
 *
 * @param number which draw of its seed, from 1
 * @param settings tree of kebab-case keys, which is YAML too
 * @param techniques catalogue names in it
 */
record Composition(long number, ObjectNode settings, List<String> techniques) {
    Composition {
        settings = settings.deepCopy();
        techniques = List.copyOf(techniques);
    }

    /** Whether a refusal says what is wrong: each problem names a technique or a key of these settings. */
    boolean explainedBy(List<String> problems) {
        return !problems.isEmpty()
                && problems.stream()
                        .allMatch(problem -> techniques.stream().anyMatch(problem::contains)
                                || settings.properties().stream()
                                        .anyMatch(entry -> problem.contains(entry.getKey() + ".")));
    }

    /** Name of its file without ending. */
    String name() {
        return "composition-" + number;
    }
}
