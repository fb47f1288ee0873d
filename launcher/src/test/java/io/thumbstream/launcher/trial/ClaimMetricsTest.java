package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.result.ResultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimMetricsTest {
    private static final double NEVER = Double.NaN;

    @Test
    void shouldReadGoldWhereTheDivergenceIsFirstReached() {
        // 1 nat lies a quarter of the way from 0.5 to 2.5 nats; that 3 nats fall back to 0.5 later changes nothing
        ArmCurve curve = new ArmCurve(List.of(at(0.4, 0), at(0.6, 0.5), at(0.8, 2.5), at(0.2, 3), at(0.3, 0.5)));

        assertThat(curve.metric(Claim.Metric.GOLD_AT_KL, 1)).isEqualTo(0.65, within(1e-12));
        assertThat(curve.metric(Claim.Metric.GOLD_AT_KL, 2.5)).isEqualTo(0.8, within(1e-12));
        assertThat(curve.metric(Claim.Metric.GOLD_AT_KL, 2.75)).isEqualTo(0.5, within(1e-12));
        assertThat(curve.metric(Claim.Metric.GOLD_AT_KL, 3.5)).isNaN();
        assertThat(curve.metric(Claim.Metric.FINAL_KL)).isEqualTo(2, within(1e-12));
    }

    @Test
    void shouldRelateTheEndToTheBestOfTheRun() {
        ArmCurve curve = new ArmCurve(List.of(at(0.4, 0), at(0.8, 1), at(0.5, 1), at(0.4, 1), at(0.3, 1)));

        assertThat(curve.metric(Claim.Metric.KEPT_GAIN)).isEqualTo(0.4 / 0.8, within(1e-12));
    }

    @Test
    void shouldTakeOutOfTheGainWhatLengthGained() {
        // answers of equal length gained 0.5; that most are long now gained the rest
        ArmCurve.Point start = scored(bucket(8, 0.0), bucket(8, 2.0));
        ArmCurve.Point end = scored(bucket(4, 0.5), bucket(12, 2.5));
        ArmCurve curve = new ArmCurve(List.of(start, end, end, end));

        // means are 1 and 2
        assertThat(curve.metric(Claim.Metric.NON_LENGTH_GAIN)).isEqualTo(0.5, within(1e-12));
        // all of the gain is length, none of it is, and there is none
        assertThat(share(start, scored(bucket(4, 0.0), bucket(12, 2.0)))).isEqualTo(0.0, within(1e-12));
        assertThat(share(start, scored(bucket(8, 0.5), bucket(8, 2.5)))).isEqualTo(1.0, within(1e-12));
        assertThat(share(start, scored(bucket(8, 0.0), bucket(8, 1.0)))).isNaN();
        // a length that the start does not have cannot be compared: of 16 answers the 12 short ones gained 0.5
        assertThat(share(scored(bucket(16, 1.0), bucket(0, 0.0)), scored(bucket(12, 1.5), bucket(4, 3.5))))
                .isEqualTo(0.5 / 1, within(1e-12));
        assertThat(new ArmCurve(List.of(at(0.4, 0), at(0.8, 1))).metric(Claim.Metric.NON_LENGTH_GAIN))
                .isNaN();
    }

    @Test
    void shouldTakeTheMeanOfTheLastThree() {
        List<ArmCurve.Point> points = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            points.add(new ArmCurve.Point(i, 0.5, 0.1 * i, 10.0 * i, 2.0 * i, -1.0 * i, 0.2 * i, 0.3 * i, List.of()));
        }
        ArmCurve curve = new ArmCurve(points);

        assertThat(curve.metric(Claim.Metric.FINAL_BEST)).isEqualTo(0.3, within(1e-12));
        assertThat(curve.metric(Claim.Metric.FINAL_KL)).isEqualTo(30, within(1e-12));
        assertThat(curve.metric(Claim.Metric.FINAL_LENGTH)).isEqualTo(6, within(1e-12));
        assertThat(curve.metric(Claim.Metric.FINAL_SCORE)).isEqualTo(-3, within(1e-12));
        assertThat(curve.metric(Claim.Metric.FINAL_PASS_8)).isEqualTo(0.3, within(1e-12));
        assertThat(curve.metric(Claim.Metric.FINAL_ENTROPY)).isEqualTo(0.6, within(1e-12));
        assertThat(curve.metric(Claim.Metric.FINAL_ROUTES)).isEqualTo(0.9, within(1e-12));
    }

    @Test
    void shouldReadAspectsFidelityOfRewardsAndAccuracy() {
        ArmCurve curve = new ArmCurve(
                List.of(beside(0, 0.2, 0.1), beside(2, 0.4, 0.5), beside(3, 0.6, 0.5), beside(4, 0.8, 0.7)));

        assertThat(curve.metric(Claim.Metric.BOTH_AT_KL, 1)).isEqualTo(0.3, within(1e-12));
        assertThat(curve.metric(Claim.Metric.BOTH_AT_KL, 5)).isNaN();
        assertThat(curve.metric(Claim.Metric.FINAL_BOTH)).isEqualTo(0.6, within(1e-12));
        assertThat(curve.metric(Claim.Metric.REWARD_FIDELITY)).isEqualTo(0.45, within(1e-12));
        // half of what is good in both
        assertThat(curve.metric(Claim.Metric.FINAL_ACCURACY)).isEqualTo(0.3, within(1e-12));
    }

    private static ArmCurve.Point beside(double kl, double both, double fidelity) {
        return new ArmCurve.Point(
                0, 0.5, 0.5, kl, 1, 0, 0, 0, List.of(), new ArmCurve.Beside(fidelity, both, both / 2));
    }

    /** Whatever is measured, an arm that has less of it in every seed is not better, and one that has more is. */
    @ParameterizedTest
    @EnumSource(Claim.Metric.class)
    void shouldFindAClaimThatIsPlantedWrongWhateverItsMetric(Claim.Metric metric) throws IOException {
        DoubleFunction<ArmCurve> run = metric.byDistance() ? ClaimMetricsTest::bent : ClaimMetricsTest::run;
        List<ArmCurve> less = runs(run, 0.30, 0.31, 0.29, 0.30, 0.32);
        List<ArmCurve> more = runs(run, 0.50, 0.52, 0.51, 0.50, 0.49);

        assertThat(report(metric, less, more).verdict()).isEqualTo(PairedRule.Verdict.NOT_REPRODUCED);
        assertThat(report(metric, more, less).verdict()).isEqualTo(PairedRule.Verdict.REPRODUCED);
        assertThat(report(metric, more, more).verdict()).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
    }

    /** Distances 1, 2, 3 and 4 with the gains of d (1 - 0.2 d): 0.8, 1.2, 1.2 and 0.8, whose squares about their mean of 1 add up to 0.16. */
    @Test
    void shouldFitTheFormOfHowTheDistanceWasGone() {
        List<ArmCurve.Point> points =
                List.of(at(0.1, 0), at(0.9, 1), at(1.3, 4), at(1.3, 9), at(0.9, 16), at(0.1, -0.001));
        // a divergence below 0 is noise about 0, and like the start no point of a fit
        ArmCurve best = new ArmCurve(points, true);
        ArmCurve learned = new ArmCurve(points);

        assertThat(best.metric(Claim.Metric.FIT_R2)).isEqualTo(1.0, within(1e-9));
        double other = learnedForm(new double[] {0.8, 1.2, 1.2, 0.8});
        assertThat(other).isLessThan(0.99);
        assertThat(learned.metric(Claim.Metric.FIT_R2)).isEqualTo(other, within(1e-9));
        assertThat(best.metric(Claim.Metric.FIT_ADVANTAGE)).isEqualTo(1 - other, within(1e-9));
        assertThat(learned.metric(Claim.Metric.FIT_ADVANTAGE)).isEqualTo(other - 1, within(1e-9));
        ArmCurve few = new ArmCurve(points.subList(0, 4));
        assertThat(few.metric(Claim.Metric.FIT_R2)).as("three distances").isNaN();
        assertThat(few.metric(Claim.Metric.FIT_ADVANTAGE)).isNaN();
    }

    /** R^2 of {@code a d - b d ln d} for gains at distances 1, 2, 3 and 4, by the normal equations. */
    private static double learnedForm(double... gains) {
        double dd = 0;
        double dl = 0;
        double ll = 0;
        double dr = 0;
        double lr = 0;
        for (int d = 1; d <= gains.length; d++) {
            double log = d * Math.log(d);
            dd += d * d;
            dl += d * log;
            ll += log * log;
            dr += d * gains[d - 1];
            lr += log * gains[d - 1];
        }
        double a = (dr * ll - lr * dl) / (dd * ll - dl * dl);
        double b = (dr * dl - lr * dd) / (dd * ll - dl * dl);
        double left = 0;
        for (int d = 1; d <= gains.length; d++) {
            left += Math.pow(gains[d - 1] - a * d + b * d * Math.log(d), 2);
        }
        return 1 - left / 0.16;
    }

    @Test
    void shouldFindTheFirstPlaceOfTheLargestWorth() {
        ArmCurve curve = new ArmCurve(List.of(at(0.4, 0), at(0.8, 1.5), at(0.8, 3), at(0.2, 5)));

        assertThat(curve.metric(Claim.Metric.PEAK_KL)).isEqualTo(1.5);
        assertThat(curve.metric(Claim.Metric.PEAK_GOLD)).isEqualTo(0.8);
    }

    @Test
    void shouldSayWhenSeedsNeverComeToWhereGoldIsRead() throws IOException {
        Claim claim = new Claim("new", "old", PairedRule.Kind.BETTER, Claim.Metric.GOLD_AT_KL, 0, 1);
        assertThat(claim.judge(0.10, 0.12, NEVER, 0.09, 0.10)).isEqualTo(PairedRule.Verdict.REPRODUCED);
        assertThat(claim.judge(-0.10, -0.12, NEVER, -0.09, -0.10)).isEqualTo(PairedRule.Verdict.NOT_REPRODUCED);
        // with two of five silent too few seeds are left to speak, and silence is no agreement
        assertThat(claim.judge(0.10, 0.12, NEVER, NEVER, 0.10)).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
        assertThat(claim.judge(-0.10, -0.12, NEVER, NEVER, -0.10)).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
        assertThat(claim.judge(0.10, 0.12, NEVER, 0.11, -0.001)).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
        assertThat(claim.judge(NEVER, NEVER)).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);

        List<ArmCurve> still = List.of(new ArmCurve(List.of(at(0.4, 0), at(0.5, 0.1))));
        List<ArmCurve> moved = List.of(new ArmCurve(List.of(at(0.4, 0), at(0.5, 2))));
        TrialReport report = report(Claim.Metric.GOLD_AT_KL, moved, still);
        assertThat(report.silentSeeds()).isEqualTo(1);
        Map<String, Figure> figures =
                report.figures().list().stream().collect(Collectors.toMap(Figure::name, figure -> figure));
        assertThat(figure(figures, "claim-silent-seeds")).isEqualTo(1);
        assertThat(figure(figures, "claim-difference")).isNaN();
        assertThat(figure(figures, "new-gold-at-kl")).isEqualTo(0.45, within(1e-12));
        assertThat(figure(figures, "old-gold-at-kl")).isNaN();
    }

    @Test
    void shouldLetNoSeedBeSilentWhereEveryRunHasTheMetric() {
        Claim claim = new Claim("new", "old", PairedRule.Kind.BETTER, Claim.Metric.FINAL_GOLD, 0);

        assertThat(claim.judge(0.10, 0.12, NEVER, 0.09, 0.10)).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldRefuseToReadGoldNowhere() {
        assertThatThrownBy(() -> new Claim("new", "old", PairedRule.Kind.BETTER, Claim.Metric.GOLD_AT_KL, 0, 0))
                .hasMessageContaining("at is 0");
    }

    @Test
    void shouldKeepAllOfACurveAndPassOverFilesOfAnotherForm(@TempDir Path home) throws IOException {
        ResultStore<ArmCurve> store = new ResultStore<>(home, "key", new CurveForm());
        store.save("arm", run(0.3));

        assertThat(store.find("arm")).contains(run(0.3));
        ArmCurve best = new ArmCurve(run(0.3).points(), true);
        store.save("best", best);
        assertThat(store.find("best")).contains(best);
        assertThat(new ResultStore<>(home, "other", new CurveForm()).find("arm"))
                .isEmpty();
        Files.writeString(home.resolve("arm.json"), "{\"key\": \"key\", \"points\": [[0, 0.5]]}");
        assertThat(store.find("arm")).isEmpty();
    }

    /** A run of which every metric is larger, the larger {@code level} is, in (0, 1); its worth begins at 0.4. */
    private static ArmCurve run(double level) {
        ArmCurve.Point start = new ArmCurve.Point(
                0, 0.4, 0.4, 0, 1, 0, 0, 0, List.of(bucket(8, 0), bucket(8, 1)), new ArmCurve.Beside(0, 0.6, 0));
        // answers of either length gain the level; the long ones become more, which gains 0.25
        List<ArmCurve.Bucket> end = List.of(bucket(4, level), bucket(12, 1 + level));
        PolicyInside inside = new PolicyInside(level, 0, level, level);
        ArmCurve.Beside beside = new ArmCurve.Beside(level, level, level, inside);
        ArmCurve.Point later =
                new ArmCurve.Point(1, level, level, 1 + level, 10 * level, level + 0.75, level, level, end, beside);
        double score = (1 + level) * (level + 0.75);
        ArmCurve.Point last =
                new ArmCurve.Point(1, level, level, 1 + level, 10 * level, score, level, level, end, beside);
        return new ArmCurve(List.of(start, later, later, last));
    }

    /**
     * A run of a policy that learned: the larger {@code level} is, the farther away and the higher its worth peaks, and the nearer it lies to the form
     * of such a run; what is off it has the form of the best of n.
     */
    private static ArmCurve bent(double level) {
        List<ArmCurve.Point> points = new ArrayList<>();
        points.add(at(0.1, 0));
        for (double share : new double[] {0.25, 0.5, 1, 1.5, 2, 3, 4}) {
            double distance = 2 * level * share;
            double learned = share * (1 - Math.log(share));
            double best = share * (2 - share);
            points.add(at(0.1 + level * (level * learned + (1 - level) * best), distance * distance));
        }
        return new ArmCurve(points);
    }

    private static List<ArmCurve> runs(DoubleFunction<ArmCurve> run, double... levels) {
        return Arrays.stream(levels).mapToObj(run).toList();
    }

    private static double share(ArmCurve.Point start, ArmCurve.Point end) {
        return new ArmCurve(List.of(start, end, end, end)).metric(Claim.Metric.NON_LENGTH_GAIN);
    }

    private static ArmCurve.Point at(double worth, double kl) {
        return new ArmCurve.Point(0, worth, worth, kl, 1, worth, List.of());
    }

    private static ArmCurve.Point scored(ArmCurve.Bucket... byLength) {
        return new ArmCurve.Point(0, 0.5, 0.5, 0, 1, 0, List.of(byLength));
    }

    private static ArmCurve.Bucket bucket(int answers, double mean) {
        return new ArmCurve.Bucket(answers, answers * mean);
    }

    private static TrialReport report(Claim.Metric metric, List<ArmCurve> arm, List<ArmCurve> baseline)
            throws IOException {
        boolean aspects = metric == Claim.Metric.BOTH_AT_KL || metric == Claim.Metric.FINAL_BOTH;
        String yaml =
                """
                bed: %s
                arms:
                  old: {}
                  new: {}
                claim: {arm: new, baseline: old, kind: better, metric: %s}
                """
                        .formatted(
                                aspects ? "{aspects: {good: 0.35}}" : "{task: chain, measured-answers: 8}",
                                metric.name());
        return new TrialReport(
                Trial.read("planted", new YAMLMapper().readTree(yaml)), Map.of("old", baseline, "new", arm));
    }

    private static double figure(Map<String, Figure> figures, String name) {
        return Objects.requireNonNull(figures.get(name)).value();
    }
}
