package io.thumbstream.launcher.doctor;

import io.thumbstream.lab.report.Figure;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found, for people and as figures.
 *
 * @param findings in the order in which a person reads them
 * @param figures the same for scripts, with what is demanded
 */
record Diagnosis(List<Finding> findings, List<Figure> figures) {
    Diagnosis {
        findings = List.copyOf(findings);
        figures = List.copyOf(figures);
    }

    /** This one followed by {@code next}. */
    Diagnosis plus(Diagnosis next) {
        List<Finding> allFindings = new ArrayList<>(findings);
        allFindings.addAll(next.findings());
        List<Figure> allFigures = new ArrayList<>(figures);
        allFigures.addAll(next.figures());
        return new Diagnosis(allFindings, allFigures);
    }
}
