package io.thumbstream.launcher.trial;

import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures and curves of a trial.
 *
 * @param curves of each arm, one for each seed, seeds in the same order
 */
record TrialReport(Trial trial, Map<String, List<ArmCurve>> curves) {
    /** What came of the claim. */
    Claim.Verdict verdict() {
        return claim().judge(differences(claim().arm()));
    }

    private Claim claim() {
        return trial.header().claim();
    }

    /** Arm less baseline, by seed. */
    private double[] differences(String arm) {
        double[] own = values(arm, claim().metric());
        double[] others = values(claim().baseline(), claim().metric());
        double[] differences = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            differences[i] = own[i] - others[i];
        }
        return differences;
    }

    private double[] values(String arm, Claim.Metric metric) {
        return curves.getOrDefault(arm, List.of()).stream()
                .mapToDouble(curve -> curve.metric(metric, claim().at()))
                .toArray();
    }

    /** Seeds that cannot say whether the claim holds. */
    int silentSeeds() {
        double[] differences = differences(claim().arm());
        return differences.length - Claim.known(claim().metric(), differences).length;
    }

    Figures figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(
                new Figure("claim-reproduced", verdict() == Claim.Verdict.REPRODUCED ? 1 : 0, "", Demand.exactly(1)));
        String unit = claim().metric().unit();
        add(figures, "claim-difference", claim().interval(differences(claim().arm())), unit);
        figures.add(Figure.of("claim-silent-seeds", silentSeeds(), "seeds"));
        for (String arm : curves.keySet()) {
            for (Claim.Metric metric : Claim.Metric.values()) {
                String name = arm + "-" + metric.name().toLowerCase(Locale.ROOT).replace('_', '-');
                add(figures, name, interval(metric, values(arm, metric)), metric.unit());
            }
            if (!arm.equals(claim().baseline())) {
                add(figures, arm + "-over-baseline", interval(claim().metric(), differences(arm)), unit);
            }
        }
        return new Figures(figures);
    }

    private static void add(List<Figure> figures, String name, Interval interval, String unit) {
        figures.add(Figure.of(name, interval.mean(), unit));
        figures.add(Figure.of(name + "-low", interval.low(), unit));
        figures.add(Figure.of(name + "-high", interval.high(), unit));
    }

    /** The 95 % interval of what is known. */
    private static Interval interval(Claim.Metric metric, double... values) {
        double[] known = Claim.known(metric, values);
        return known.length == 0 ? Claim.NOTHING : Interval.of(known);
    }

    /** Mean true worth over steps, a line for each arm. */
    Curve curve() {
        List<Curve.Line> lines = new ArrayList<>();
        curves.forEach((arm, all) -> {
            List<Double> steps = new ArrayList<>();
            List<Double> means = new ArrayList<>();
            for (int i = 0; i < all.get(0).points().size(); i++) {
                int at = i;
                steps.add((double) all.get(0).points().get(at).step());
                means.add(all.stream()
                        .mapToDouble(curve -> curve.points().get(at).worth())
                        .average()
                        .orElseThrow());
            }
            lines.add(new Curve.Line(arm, steps, means));
        });
        return new Curve(
                "gold", trial.header().title(), "steps of the policy", "true worth of an answer", false, lines);
    }
}
