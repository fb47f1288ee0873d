package io.thumbstream.launcher.rewardtrial;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Level;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.technique.Explanation;
import io.thumbstream.launcher.technique.TechniqueUse;
import io.thumbstream.reward.ask.AskPolicies;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.runtime.config.SettingsWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Figures of a reward trial.
 *
 * @param measures of each arm, one for each seed, seeds in the same order
 */
record RewardTrialReport(RewardTrial trial, Map<String, List<Measures>> measures) {
    RewardTrialReport {
        measures = new LinkedHashMap<>(measures);
    }

    /** What came of the claim. */
    PairedRule.Verdict verdict() {
        return claim().rule().judge(gains(claim().arm()));
    }

    private RewardClaim claim() {
        return trial.header().claim();
    }

    /** By how much the arm is better than the baseline, by seed. */
    private double[] gains(String arm) {
        double[] own = values(arm, claim().metric());
        double[] others = values(claim().baseline(), claim().metric());
        double[] gains = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            gains[i] = claim().metric().gain(own[i], others[i]);
        }
        return gains;
    }

    private double[] values(String arm, RewardMetric metric) {
        Optional<Level> level = Level.of(arm, trial.arms().keySet());
        if (level.isPresent()) {
            return level.get()
                    .values(measures.getOrDefault(claim().arm(), List.of()).size());
        }
        return measures.getOrDefault(arm, List.of()).stream()
                .mapToDouble(each -> each.value(metric))
                .toArray();
    }

    /** The verdict, its interval, every arm over the baseline, and every metric of every arm that could be measured. */
    Figures figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "claim-reproduced", verdict() == PairedRule.Verdict.REPRODUCED ? 1 : 0, "", Demand.exactly(1)));
        String unit = claim().metric().unit();
        figures.addAll(Figure.interval("claim-gain", claim().rule().interval(gains(claim().arm())), unit));
        for (String arm : measures.keySet()) {
            if (!arm.equals(claim().baseline())) {
                figures.addAll(Figure.interval(arm + "-gain", Interval.of(gains(arm)), unit));
            }
            for (RewardMetric metric : RewardMetric.values()) {
                Interval interval = Interval.of(values(arm, metric));
                if (!Double.isNaN(interval.mean())) {
                    figures.addAll(Figure.interval(arm + "-" + metric.key(), interval, metric.unit()));
                }
            }
        }
        return new Figures(figures);
    }

    /**
     * All of it, for a page.
     *
     * @param file that declares the trial
     * @param seeds that were run, as many as there are measures of an arm
     * @param version of the build
     */
    Result result(ExperimentFile file, List<Long> seeds, String version) {
        RewardClaim claim = claim();
        RewardMetric metric = claim.metric();
        double[] gains = gains(claim.arm());
        Result.Measure measure = new Result.Measure(metric.key(), metric.unit(), metric.lessIsBetter());
        return new Result(
                new Result.Question(
                        trial.id(),
                        trial.header().title(),
                        trial.header().source(),
                        new Result.Claimed(claim.arm(), claim.baseline(), claim.rule(), measure),
                        file),
                new Result.Outcome(
                        verdict(),
                        claim.rule().interval(gains),
                        seeds,
                        (int) Arrays.stream(gains).filter(Double::isNaN).count(),
                        version),
                arms(),
                figures(),
                List.of());
    }

    /** All arms, before them the number that the claim compares with where it is no arm. */
    private List<Result.Arm> arms() {
        List<Result.Arm> arms = new ArrayList<>();
        trial.arms().forEach((name, arm) -> arms.add(arm(name, arm)));
        return Level.before(arms, claim().arm(), claim().baseline());
    }

    private Result.Arm arm(String name, RewardArm arm) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.withObject("/learner").set("reward", SettingsWriter.toTree(arm.settings()));
        Set<String> techniques = new LinkedHashSet<>(TechniqueUse.of(whole));
        if (!trial.header().data().asking().all()) {
            techniques.add(Explanation.key(AskPolicies.CATALOG.kind(), arm.ask().name()));
        }
        arm.interpreters()
                .forEach(choice -> techniques.add(Explanation.key(Interpreters.CATALOG.kind(), choice.name())));
        return new Result.Arm(
                name,
                Interval.of(values(name, claim().metric())),
                name.equals(claim().baseline()) ? Optional.empty() : Optional.of(Interval.of(gains(name))),
                techniques);
    }
}
