package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialTest {
    private static final Claim BETTER = new Claim("new", "old", PairedRule.Kind.BETTER, Claim.Metric.FINAL_GOLD, 0);
    private static final Claim NOT_BELOW =
            new Claim("new", "old", PairedRule.Kind.NOT_BELOW, Claim.Metric.FINAL_GOLD, 0.02);
    private static final String SMALL =
            """
            title: small
            bed: {steps: 2, prompts: 2, answers: 4, measured: 2, measure-every: 1, wishes: {change: abrupt, step: 2}}
            arms:
              rloo: {learner: {policy: {advantage: rloo}}}
              same: {learner: {policy: {advantage: rloo}}}
            claim: {arm: same, baseline: rloo, kind: not-below, metric: mean-gold, margin: 0.01}
            """;
    private static final String PLANTED =
            """
            title: planted
            bed: {steps: 3, prompts: 2, answers: 4, measured: 2, measure-every: 1, proxy: {fault: heavy-tail, size: 0.05}}
            common: {reward: {transforms: [centre]}}
            arms:
              raw: {}
              same: {}
              gold: {proxy: {fault: gold}}
            claim: {arm: gold, baseline: raw, kind: better, metric: kept-gain}
            """;

    private static final String OTHERS =
            """
            title: others
            bed: {steps: 2, prompts: 4, answers: 4, measured: 2, measure-every: 1, feedback: {said: 1.0, noise: 0.0},
              writer: {answers: 1, drafts: 4}, editing: {share: 1.0, words: 3}, aspects: {good: 0.35}}
            common: {reward: {interpreters: [edit, implicit]}, learner: {policy: {stabilizers: [], groups-per-step: 4}}}
            arms:
              mixed: {learner: {policy: {objective: {name: wrpo, mix-from: 0.5}, pairs: multi-source-builder}}}
              own: {learner: {policy: {objective: {name: wrpo, chosen-mix: 0}, pairs: multi-source-builder}}}
              sft: {learner: {policy: {objective: sft-objective}}}
              aspects: {reward: {transforms: [{name: reward-mixer, weights: {score: 0, topics: 1, style: 1}}]}}
            claim: {arm: mixed, baseline: own, kind: better, metric: final-both}
            """;
    private static final String CHAIN =
            """
            title: chain
            bed: {task: chain, base-steps: 3, steps: 2, prompts: 2, answers: 4, measured: 2, measured-answers: 8, measure-every: 1,
              proxy: {fault: gold, scale: 1}}
            common: {reward: {transforms: []}}
            arms:
              gold: {}
              random: {proxy: {fault: random}}
            claim: {arm: gold, baseline: random, kind: better, metric: final-pass-8}
            """;

    private final Path home;

    TrialTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldReadEveryShippedTrial() throws IOException {
        for (String id : Trial.ids()) {
            Trial trial = Trial.load(id);
            assertThat(trial.arms()).as(id).hasSizeGreaterThan(1);
            assertThat(trial.header().source()).as(id).isNotBlank();
            assertThat(trial.header().title()).as(id).isNotEqualTo(id);
            assertThat(trial.header().bed().steps())
                    .as(id)
                    .isGreaterThanOrEqualTo(3 * trial.header().bed().measureEvery());
        }
        assertThatThrownBy(() -> Trial.load("none")).hasMessageContaining("no trial 'none'");
    }

    @Test
    void shouldRefuseFilesThatDeclareNothingSound() {
        assertThatThrownBy(() -> read(SMALL.replace("advantage: rloo", "advantage: rlo")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rlo");
        assertThatThrownBy(() -> read(SMALL.replace("steps: 2", "stepz: 2"))).hasMessageContaining("stepz");
        assertThatThrownBy(() -> read(SMALL.replace("arm: same", "arm: other"))).hasMessageContaining("'other'");
        assertThatThrownBy(() -> read(SMALL.replace("arm: same", "arm: rloo"))).hasMessageContaining("cannot fail");
        assertThatThrownBy(() -> read(SMALL.replace("steps: 2", "proxy: {fault: angle, size: 100}")))
                .hasMessageContaining("90 degrees");
        assertThatThrownBy(() -> read(SMALL.replace("same: {", "same: {proxy: {fault: bribe}, ")))
                .hasMessageContaining("arm same")
                .hasMessageContaining("bribe");
        assertThatThrownBy(() -> read(SMALL.replace("metric: mean-gold", "metric: final-pass-8")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("final-pass-8");
        assertThatThrownBy(() -> read(SMALL.replace("steps: 2", "base-steps: 2")))
                .hasMessageContaining("base-steps is 2");
        assertThatThrownBy(() -> read("title: none")).hasMessageContaining("no arms");
    }

    @Test
    void shouldRefuseOnChainWhatOnlyLexiconHas() {
        assertThatThrownBy(() -> read(SMALL.replace("steps: 2", "task: chain"))).hasMessageContaining("do not change");
        assertThatThrownBy(() -> read(CHAIN.replace("fault: gold", "fault: angle")))
                .hasMessageContaining("ANGLE needs attributes");
        assertThatThrownBy(() -> read(CHAIN.replace("fault: random", "fault: heavy-tail")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("arm random")
                .hasMessageContaining("HEAVY_TAIL needs attributes");
        assertThatThrownBy(() -> read(CHAIN.replace("measured-answers: 8", "measured-answers: 4")))
                .hasMessageContaining("eight measured-answers");
        assertThatThrownBy(() -> read(CHAIN.replace("measured-answers: 8", "measured-answers: 0")))
                .hasMessageContaining("measured-answers 0");
    }

    @Test
    void shouldCallAClaimReproducedOnlyWhenSeedsAgree() {
        assertThat(BETTER.judge(0.10, 0.12, 0.11, 0.09, 0.10)).isEqualTo(PairedRule.Verdict.REPRODUCED);
        assertThat(BETTER.judge(-0.10, -0.12, -0.11, -0.09, -0.10)).isEqualTo(PairedRule.Verdict.NOT_REPRODUCED);
        assertThat(BETTER.judge(0.10, -0.12, 0.11, -0.09, 0.10)).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
        assertThat(BETTER.judge(0.10)).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
        assertThat(NOT_BELOW.judge(0.001, -0.002, 0.0, 0.002, -0.001)).isEqualTo(PairedRule.Verdict.REPRODUCED);
        assertThat(NOT_BELOW.judge(-0.05, -0.06, -0.05, -0.04, -0.05)).isEqualTo(PairedRule.Verdict.NOT_REPRODUCED);
        assertThat(NOT_BELOW.judge(-0.05, 0.06, -0.05, 0.04, -0.01)).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
    }

    /** Not below by more than 0.01, two seeds: the 90 % interval reaches 6.314 standard errors to both sides. */
    @ParameterizedTest
    @CsvSource({
        "0.10, 0.11, REPRODUCED",
        "-0.10, -0.11, NOT_REPRODUCED",
        "-0.10, 0.11, INCONCLUSIVE",
        "NaN, 0.11, INCONCLUSIVE"
    })
    void shouldSayOfCurvesWhatBecameOfTheClaim(double first, double second, PairedRule.Verdict verdict)
            throws IOException {
        List<ArmCurve> baseline = List.of(new ArmCurve(List.of(point(0, 0.4))), new ArmCurve(List.of(point(0, 0.5))));
        List<ArmCurve> arm =
                List.of(new ArmCurve(List.of(point(0, 0.4 + first))), new ArmCurve(List.of(point(0, 0.5 + second))));
        TrialReport report = new TrialReport(read(SMALL), Map.of("rloo", baseline, "same", arm));

        assertThat(report.verdict()).isEqualTo(verdict);
        assertThat(report.figures().list())
                .filteredOn(figure -> figure.name().equals("claim-reproduced"))
                .singleElement()
                .satisfies(figure -> assertThat(figure.met()).isEqualTo(verdict == PairedRule.Verdict.REPRODUCED));
    }

    @Test
    void shouldTakeTheMeanOfTheLastThreeOrOfAll() {
        ArmCurve curve = new ArmCurve(List.of(point(0, 0.2), point(1, 0.4), point(2, 0.5), point(3, 0.9)));

        assertThat(curve.metric(Claim.Metric.FINAL_GOLD)).isEqualTo(0.6, within(1e-12));
        assertThat(curve.metric(Claim.Metric.MEAN_GOLD)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void shouldRunArmsOnEqualGroundAndGoOnFromWhatIsDone() throws IOException {
        Trial trial = read(SMALL);
        List<String> phases = new ArrayList<>();
        TrialReport first = TrialRun.run(trial, List.of(3L, 4L), home, new Noted(phases));
        TrialReport again = TrialRun.run(trial, List.of(3L, 4L), home, new Noted(phases));

        assertThat(again.curves()).isEqualTo(first.curves());
        Map<String, Figure> figures =
                first.figures().list().stream().collect(Collectors.toMap(Figure::name, figure -> figure));
        // the same settings on the same prompts with the same seeds are the same run
        assertThat(Objects.requireNonNull(figures.get("claim-difference")).value())
                .isZero();
        assertThat(Objects.requireNonNull(figures.get("claim-reproduced")).met())
                .isTrue();
        assertThat(Objects.requireNonNull(first.curves().get("rloo")).get(0))
                .isNotEqualTo(Objects.requireNonNull(first.curves().get("rloo")).get(1));
        assertThat(first.curve().lines()).hasSize(2);
        assertThat(home.resolve("small/seed-3-rloo.json")).exists();
        assertThat(figures)
                .containsKey("rloo-final-entropy")
                .doesNotContainKeys("rloo-final-pass-8", "rloo-final-routes");
        requireArmsThatLearnFromTheirProxy(phases);
    }

    /** In the same home, because the first policy of the bed takes longer than all arms. */
    private void requireArmsThatLearnFromTheirProxy(List<String> phases) throws IOException {
        Trial trial = Trial.read("planted", new YAMLMapper().readTree(PLANTED));
        assertThat(Objects.requireNonNull(trial.arms().get("gold")).proxy())
                .contains(new LexiconProxy(LexiconProxy.Fault.GOLD, 0.05, 10, 0));
        Map<String, List<ArmCurve>> curves =
                TrialRun.run(trial, List.of(5L), home, new Noted(phases)).curves();
        ArmCurve raw = Objects.requireNonNull(curves.get("raw")).get(0);
        ArmCurve gold = Objects.requireNonNull(curves.get("gold")).get(0);

        assertThat(curves.get("same")).isEqualTo(curves.get("raw"));
        assertThat(raw.points()).hasSize(4);
        for (ArmCurve.Point point : raw.points()) {
            assertThat(point.kl()).as("seed 5, step %d", point.step()).isFinite();
            assertThat(point.best()).isGreaterThanOrEqualTo(point.worth());
            assertThat(point.length()).isBetween(1.0, 24.0);
            assertThat(point.byLength().stream()
                            .mapToInt(ArmCurve.Bucket::answers)
                            .sum())
                    .isEqualTo(2 * 4);
            // the planted bonus is never below nothing
            assertThat(point.score()).isGreaterThanOrEqualTo(10 * (point.worth() - 0.5) - 1e-9);
        }
        for (ArmCurve.Point point : gold.points()) {
            assertThat(point.score()).isEqualTo(10 * (point.worth() - 0.5), within(1e-9));
        }
        // both begin with the first policy, which has not moved from itself; its sampler and its scoring pass round
        // differently
        assertThat(gold.points().get(0).worth()).isEqualTo(raw.points().get(0).worth());
        assertThat(raw.points().get(0).kl()).isEqualTo(0, within(1e-3));
        assertThat(raw.points().get(3).kl()).isNotCloseTo(0, within(1e-3));
        requireArmsThatLearnFromOthers(phases);
    }

    /** A writer answers beside the policy, everybody corrects answers, and answers have aspects. */
    private void requireArmsThatLearnFromOthers(List<String> phases) throws IOException {
        Trial trial = Trial.read("others", new YAMLMapper().readTree(OTHERS));
        Map<String, List<ArmCurve>> curves =
                TrialRun.run(trial, List.of(5L), home, new Noted(phases)).curves();

        for (Map.Entry<String, List<ArmCurve>> arm : curves.entrySet()) {
            List<ArmCurve.Point> points = arm.getValue().get(0).points();
            assertThat(points).as(arm.getKey()).hasSize(3);
            assertThat(points.get(2).kl()).as("%s moved", arm.getKey()).isNotCloseTo(0, within(1e-4));
            for (ArmCurve.Point point : points) {
                assertThat(point.beside().both()).as(arm.getKey()).isBetween(0.0, 1.0);
                assertThat(point.beside().fidelity()).as(arm.getKey()).isBetween(-1.0, 1.0);
            }
        }
        assertThat(curves.get("mixed")).isNotEqualTo(curves.get("own"));
        ArmCurve aspects = Objects.requireNonNull(curves.get("aspects")).get(0);
        assertThat(aspects.metric(Claim.Metric.REWARD_FIDELITY))
                .as("exact parts")
                .isEqualTo(1, within(1e-9));
    }

    /** With a first policy of three steps, which knows next to nothing. */
    @Test
    void shouldRunOnChainFromTheVerifierAndFromChance() throws IOException {
        TrialReport report = TrialRun.run(read(CHAIN), List.of(6L), home, new Noted(new ArrayList<>()));
        ArmCurve gold = Objects.requireNonNull(report.curves().get("gold")).get(0);
        ArmCurve random = Objects.requireNonNull(report.curves().get("random")).get(0);

        assertThat(home.resolve("chain-1-3")).isDirectory();
        assertThat(gold.points()).hasSize(3);
        for (ArmCurve.Point point : gold.points()) {
            assertThat(point.score()).as("seed 6, step %d", point.step()).isEqualTo(point.worth() - 0.5, within(1e-9));
            assertThat(point.best()).isIn(0.0, 0.5, 1.0);
            assertThat(point.entropy()).isPositive().isFinite();
            assertThat(point.length()).isBetween(1.0, 24.0);
            assertThat(point.byLength().stream()
                            .mapToInt(ArmCurve.Bucket::answers)
                            .sum())
                    .isEqualTo(2 * 8);
        }
        assertThat(random.points().get(0).worth())
                .isEqualTo(gold.points().get(0).worth());
        assertThat(random.points().get(0).score()).isBetween(-0.5, 0.5);
        assertThat(report.figures().list()).extracting(Figure::name).contains("gold-final-pass-8", "gold-final-routes");
    }

    private static Trial read(String yaml) throws IOException {
        return Trial.read("small", new YAMLMapper().readTree(yaml));
    }

    private static ArmCurve.Point point(int step, double worth) {
        return new ArmCurve.Point(step, worth);
    }

    private record Noted(List<String> phases) implements Progress {
        @Override
        public void phase(String name, long total) {
            phases.add(name);
        }

        @Override
        public void done(long count) {}

        @Override
        public void close() {}
    }
}
