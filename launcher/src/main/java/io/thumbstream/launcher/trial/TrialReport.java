package io.thumbstream.launcher.trial;

import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.technique.TechniqueUse;
import io.thumbstream.runtime.config.SettingsWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            for (Claim.Metric metric : metrics()) {
                String name = arm + "-" + metric.key();
                add(figures, name, interval(metric, values(arm, metric)), metric.unit());
            }
            if (!arm.equals(claim().baseline())) {
                add(figures, arm + "-over-baseline", interval(claim().metric(), differences(arm)), unit);
            }
        }
        return new Figures(figures);
    }

    /** All that the bed can be measured by. */
    private List<Claim.Metric> metrics() {
        return Arrays.stream(Claim.Metric.values())
                .filter(metric -> metric.on(trial.header().bed()))
                .toList();
    }

    /**
     * All of it, for a page.
     *
     * @param file that declares the trial
     * @param seeds that were run, as many as there are curves of an arm
     * @param version of the build
     */
    Result result(ExperimentFile file, List<Long> seeds, String version) {
        Claim claim = claim();
        Result.Claimed claimed = new Result.Claimed(
                claim.arm(),
                claim.baseline(),
                new PairedRule(PairedRule.Kind.valueOf(claim.kind().name()), claim.margin()),
                new Result.Measure(claim.metric().key(), claim.metric().unit(), false));
        return new Result(
                new Result.Question(
                        trial.id(), trial.header().title(), trial.header().source(), claimed, file),
                new Result.Outcome(
                        PairedRule.Verdict.valueOf(verdict().name()),
                        claim.interval(differences(claim.arm())),
                        seeds,
                        silentSeeds(),
                        version),
                trial.arms().entrySet().stream()
                        .map(arm -> arm(arm.getKey(), arm.getValue()))
                        .toList(),
                figures(),
                List.of(curve()));
    }

    private Result.Arm arm(String name, Arm arm) {
        Claim.Metric metric = claim().metric();
        return new Result.Arm(
                name,
                interval(metric, values(name, metric)),
                name.equals(claim().baseline()) ? Optional.empty() : Optional.of(interval(metric, differences(name))),
                TechniqueUse.of(SettingsWriter.toTree(arm.settings())));
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
