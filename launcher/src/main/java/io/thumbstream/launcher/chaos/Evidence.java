package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.report.Figure;
import java.util.List;

/**
 * What only one condition shows.
 *
 * @param figures its own figures
 * @param faults what was wrong, in words
 */
record Evidence(List<Figure> figures, List<String> faults) {
    /** Of a condition that shows nothing of its own. */
    static final Evidence NONE = new Evidence(List.of(), List.of());

    Evidence {
        figures = List.copyOf(figures);
        faults = List.copyOf(faults);
    }
}
