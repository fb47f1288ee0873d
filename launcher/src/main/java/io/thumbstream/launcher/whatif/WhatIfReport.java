package io.thumbstream.launcher.whatif;

import io.thumbstream.lab.prequential.PrequentialReport;
import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.RunReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Arms side by side. Holds nothing that differs between two runs of the same arms: no time, no duration, no path.
 *
 * @param arms results by arm in the order given, one for each seed; the first is the run as it was recorded
 * @param exact whether that one must give what was recorded: not where people were erased, whom recorded scores still know
 */
record WhatIfReport(List<List<ArmResult>> arms, boolean exact) {
    private static final String POINTS = "points";
    private static final String SHARE = "share";

    WhatIfReport {
        arms = List.copyOf(arms);
    }

    Figures figures() {
        List<Figure> figures = new ArrayList<>();
        arms.forEach(results -> figures.addAll(figures(results)));
        figures.addAll(asRecorded(arms.get(0).get(0)));
        return new Figures(figures);
    }

    private static List<Figure> figures(List<ArmResult> results) {
        String name = results.get(0).arm().name() + "-";
        List<Figure> figures = new ArrayList<>();
        ArmResult first = results.get(0);
        figures.add(Figure.of(name + "labels-foreseen", first.foreseen().votes(), "labels"));
        add(figures, name + "foreseen-accuracy", SHARE, results, one -> one.foreseen()
                .all()
                .accuracy());
        add(figures, name + "foreseen-log-loss", "nat", results, one -> one.foreseen()
                .all()
                .logLoss());
        figures.add(Figure.of(name + "policy-steps", first.steps().size(), "steps"));
        figures.add(Figure.of(
                name + "policy-inputs-left-out", first.policy().result().inputsLeftOut(), "groups"));
        add(figures, name + "effective-sample-share", SHARE, results, ArmResult::meanShare);
        add(figures, name + "estimated-reward", "reward", results, ArmResult::lateReward);
        if (first.gold().isPresent()) {
            add(figures, name + "gold-utility", POINTS, results, one -> one.gold()
                    .orElseThrow());
        }
        return figures;
    }

    /** A figure over the seeds; with several, also the ends of its 95 % interval. */
    private static void add(
            List<Figure> figures,
            String name,
            String unit,
            List<ArmResult> results,
            ToDoubleFunction<ArmResult> measure) {
        Interval interval = Interval.of(results.stream().mapToDouble(measure).toArray());
        if (results.size() > 1) {
            figures.addAll(Figure.interval(name, interval, unit));
        } else {
            figures.add(Figure.of(name, interval.mean(), unit));
        }
    }

    /** Nothing was changed in this arm: it must give what was recorded. */
    private List<Figure> asRecorded(ArmResult recorded) {
        Demand none = exact ? Demand.exactly(0) : Demand.NONE;
        return List.of(
                Figure.of("answers-rescored", recorded.rescored().answers(), "answers"),
                new Figure("scores-differing", recorded.rescored().scoresDiffering(), "answers", none),
                new Figure("rewards-differing", recorded.rescored().rewardsDiffering(), "answers", none),
                new Figure("versions-differing", differing(recorded), "versions", none));
    }

    private static long differing(ArmResult recorded) {
        return (recorded.reward().sameAsAnnounced() ? 0 : 1)
                + (recorded.policy().sameAsAnnounced() ? 0 : 1);
    }

    RunReport report(Map<String, String> facts) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        arms.forEach(results -> results.forEach(one -> all.put(
                one.arm().name() + ", seed " + one.arm().seed(),
                "policy sha256 " + one.policy().sha256() + ", reward model sha256 "
                        + one.reward().sha256())));
        return new RunReport("What if", all, figures(), curves());
    }

    private List<Curve> curves() {
        List<Curve> curves = new ArrayList<>();
        add(
                curves,
                "foreseen-accuracy",
                "Labels foreseen before they were learned",
                "tenth of the labels",
                SHARE,
                one -> {
                    List<PrequentialReport.Score> deciles = one.foreseen().deciles();
                    List<double[]> points = new ArrayList<>();
                    for (int i = 0; i < deciles.size(); i++) {
                        points.add(new double[] {i + 1, deciles.get(i).accuracy()});
                    }
                    return points;
                });
        add(
                curves,
                "effective-sample-share",
                "How far the recorded answers stand for those of the policy",
                "policy step",
                "effective sample share",
                ArmResult::shares);
        add(
                curves,
                "estimated-reward",
                "Reward of the policy's answers, estimated from the recorded ones",
                "policy step",
                "reward",
                ArmResult::estimates);
        return curves;
    }

    /** One line for the first seed of each arm; no curve where no arm has a point. */
    private void add(
            List<Curve> curves,
            String name,
            String title,
            String xAxis,
            String yAxis,
            Function<ArmResult, List<double[]>> points) {
        List<Curve.Line> lines = new ArrayList<>();
        for (List<ArmResult> results : arms) {
            List<double[]> line = points.apply(results.get(0));
            if (!line.isEmpty()) {
                lines.add(new Curve.Line(
                        results.get(0).arm().name(),
                        line.stream().map(point -> point[0]).toList(),
                        line.stream().map(point -> point[1]).toList()));
            }
        }
        if (!lines.isEmpty()) {
            curves.add(new Curve(name, title, xAxis, yAxis, false, lines));
        }
    }
}
