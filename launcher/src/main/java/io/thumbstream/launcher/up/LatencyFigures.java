package io.thumbstream.launcher.up;

import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.trace.LatencySummary;
import io.thumbstream.lab.trace.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** How long votes take into answers, as figures and as a histogram. */
public final class LatencyFigures {
    private static final double MEDIAN_SECONDS = 10;
    private static final double P95_SECONDS = 30;

    private LatencyFigures() {}

    /**
     * Time from a vote to the first answer by a policy trained on it, and the median time to each stage before. The label is left
     * out: its record carries the time of the vote, so the topics do not say when it was written.
     */
    public static List<Figure> of(LatencySummary latency) {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "vote-to-policy-median-seconds",
                latency.median().getOrDefault(Stage.ANSWER, Double.NaN),
                "seconds",
                Demand.atMost(MEDIAN_SECONDS)));
        figures.add(new Figure(
                "vote-to-policy-p95-seconds",
                latency.p95().getOrDefault(Stage.ANSWER, Double.NaN),
                "seconds",
                Demand.atMost(P95_SECONDS)));
        for (Stage stage : EnumSet.complementOf(EnumSet.of(Stage.LABEL))) {
            figures.add(Figure.of(
                    "vote-to-" + stage.key() + "-median-seconds",
                    latency.median().getOrDefault(stage, Double.NaN),
                    "seconds"));
        }
        figures.add(Figure.of("votes-traced-to-an-answer", latency.complete(), "votes"));
        return figures;
    }

    /** Votes by whole seconds into an answer; empty when no vote got that far. */
    public static Optional<Curve> histogram(LatencySummary latency) {
        if (latency.complete() == 0) {
            return Optional.empty();
        }
        List<Double> bars = new ArrayList<>();
        List<Double> counts = new ArrayList<>();
        for (int second = 0; second < latency.histogram().size(); second++) {
            bars.add((double) second);
            counts.add((double) latency.histogram().get(second));
        }
        return Optional.of(new Curve(
                "vote-to-policy",
                "From a vote to the first answer by a policy trained on it",
                "seconds (last bar: all longer ones)",
                "votes",
                true,
                List.of(new Curve.Line("votes", bars, counts))));
    }
}
