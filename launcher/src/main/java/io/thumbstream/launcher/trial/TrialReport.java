package io.thumbstream.launcher.trial;

import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Level;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.technique.TechniqueUse;
import io.thumbstream.runtime.config.SettingsWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Figures and curves of a trial.
 *
 * @param curves of each arm, one for each seed, seeds in the same order
 */
record TrialReport(Trial trial, Map<String, List<ArmCurve>> curves) {
    /** What came of the claim. */
    PairedRule.Verdict verdict() {
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
        Optional<Level> level = Level.of(arm, trial.arms().keySet());
        if (level.isPresent()) {
            return level.get()
                    .values(curves.getOrDefault(claim().arm(), List.of()).size());
        }
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
        figures.add(new Figure(
                "claim-reproduced", verdict() == PairedRule.Verdict.REPRODUCED ? 1 : 0, "", Demand.exactly(1)));
        String unit = claim().metric().unit();
        figures.addAll(Figure.interval("claim-difference", claim().interval(differences(claim().arm())), unit));
        figures.add(Figure.of("claim-silent-seeds", silentSeeds(), "seeds"));
        for (String arm : curves.keySet()) {
            for (Claim.Metric metric : metrics()) {
                String name = arm + "-" + metric.key();
                figures.addAll(Figure.interval(name, interval(metric, values(arm, metric)), metric.unit()));
            }
            if (!arm.equals(claim().baseline())) {
                figures.addAll(
                        Figure.interval(arm + "-over-baseline", interval(claim().metric(), differences(arm)), unit));
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
                claim.rule(),
                new Result.Measure(claim.metric().key(), claim.metric().unit(), false));
        return new Result(
                new Result.Question(
                        trial.id(), trial.header().title(), trial.header().source(), claimed, file),
                new Result.Outcome(verdict(), claim.interval(differences(claim.arm())), seeds, silentSeeds(), version),
                arms(),
                figures(),
                List.of(chart()));
    }

    /** All arms, before them the number that the claim compares with where it is no arm. */
    private List<Result.Arm> arms() {
        List<Result.Arm> arms = new ArrayList<>();
        trial.arms().forEach((name, arm) -> arms.add(arm(name, arm)));
        return Level.before(arms, claim().arm(), claim().baseline());
    }

    private Result.Arm arm(String name, Arm arm) {
        Claim.Metric metric = claim().metric();
        return new Result.Arm(
                name,
                interval(metric, values(name, metric)),
                name.equals(claim().baseline()) ? Optional.empty() : Optional.of(interval(metric, differences(name))),
                TechniqueUse.of(SettingsWriter.toTree(arm.settings())));
    }

    /** The 95 % interval of what is known. */
    private static Interval interval(Claim.Metric metric, double... values) {
        double[] known = Claim.known(metric, values);
        return known.length == 0 ? Claim.NOTHING : Interval.of(known);
    }

    /** The chart that belongs to the claim's metric. */
    Curve chart() {
        return claim().metric().byDistance() ? curveByDistance() : curve();
    }

    /** Mean true worth over steps, a line for each arm. */
    Curve curve() {
        return new Curve(
                "gold",
                trial.header().title(),
                "steps of the policy",
                "true worth of an answer",
                false,
                lines(ArmCurve.Point::step));
    }

    /** Mean true worth over the mean distance from the first policy, a line for each arm. */
    private Curve curveByDistance() {
        return new Curve(
                "gold-by-distance",
                trial.header().title(),
                "distance from the first policy, square root of nats",
                "true worth of an answer",
                false,
                lines(point -> Math.sqrt(Math.max(0, point.kl()))));
    }

    private List<Curve.Line> lines(ToDoubleFunction<ArmCurve.Point> place) {
        List<Curve.Line> lines = new ArrayList<>();
        curves.forEach((arm, all) -> {
            List<Double> places = new ArrayList<>();
            List<Double> means = new ArrayList<>();
            for (int i = 0; i < all.get(0).points().size(); i++) {
                places.add(mean(all, i, place));
                means.add(mean(all, i, ArmCurve.Point::worth));
            }
            lines.add(new Curve.Line(arm, places, means));
        });
        return lines;
    }

    /** Mean over seeds of something of the {@code i}-th measurement. */
    private static double mean(List<ArmCurve> all, int i, ToDoubleFunction<ArmCurve.Point> of) {
        return all.stream()
                .mapToDouble(curve -> of.applyAsDouble(curve.points().get(i)))
                .average()
                .orElseThrow();
    }
}
