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
        histogram(latency, curves);
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

    private static void histogram(LatencySummary latency, List<Curve> curves) {
        if (latency.complete() == 0) {
            return;
        }
        List<Double> bars = new ArrayList<>();
        List<Double> counts = new ArrayList<>();
        for (int second = 0; second < latency.histogram().size(); second++) {
            bars.add((double) second);
            counts.add((double) latency.histogram().get(second));
        }
        curves.add(new Curve(
                "vote-to-policy",
                "From a vote to the first answer by a policy trained on it",
                "seconds (last bar: all longer ones)",
                "votes",
                true,
                List.of(new Curve.Line("votes", bars, counts))));
    }
}
