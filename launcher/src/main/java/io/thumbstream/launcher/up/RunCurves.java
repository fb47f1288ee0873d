package io.thumbstream.launcher.up;

import io.thumbstream.lab.drive.GoldWindow;
import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.trace.LatencySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The charts of a run; one without a point is left out. */
final class RunCurves {
    private RunCurves() {}

    static List<Curve> of(List<RunSample> samples, List<GoldWindow> gold, LatencySummary latency) {
        List<Curve> curves = new ArrayList<>();
        utility(gold, curves);
        overTime("reward-score", "Mean reward-model score", "score", samples, RunSample::reward, curves);
        overTime("votes", "Votes", "votes", samples, RunSample::votes, curves);
        overTime("policy-version", "Policy version", "version", samples, RunSample::policyVersion, curves);
        overTime("policy-lag", "Policy lag", "versions", samples, RunSample::lagVersions, curves);
        LatencyFigures.histogram(latency).ifPresent(curves::add);
        return curves;
    }

    private static void utility(List<GoldWindow> gold, List<Curve> curves) {
        if (gold.isEmpty()) {
            return;
        }
        List<Double> votes =
                gold.stream().map(window -> (double) window.toVotes()).toList();
        curves.add(new Curve(
                "gold-utility",
                "True utility of displayed answers",
                "votes",
                "points",
                false,
                List.of(new Curve.Line(
                        "mean utility",
                        votes,
                        gold.stream().map(GoldWindow::mean).toList()))));
    }

    private static void overTime(
            String name,
            String title,
            String unit,
            List<RunSample> samples,
            ToDoubleFunction<RunSample> value,
            List<Curve> curves) {
        List<RunSample> known = samples.stream()
                .filter(sample -> Double.isFinite(value.applyAsDouble(sample)))
                .toList();
        if (!known.isEmpty()) {
            List<Double> seconds = known.stream().map(RunSample::seconds).toList();
            List<Double> values = known.stream().map(value::applyAsDouble).toList();
            curves.add(new Curve(
                    name,
                    title,
                    "seconds",
                    unit,
                    false,
                    List.of(new Curve.Line(title.toLowerCase(java.util.Locale.ROOT), seconds, values))));
        }
    }
}
