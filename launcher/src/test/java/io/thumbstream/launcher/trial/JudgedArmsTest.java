package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.evaluate.OveroptimizationCurve;
import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.result.ResultPage;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arms whose reward model learns before they begin, arms that choose in place of learning, and claims about a number. */
class JudgedArmsTest {
    /** With a first policy of three steps, which knows next to nothing. */
    private static final String JUDGED =
            """
            title: judged
            bed: {task: chain, base-steps: 3, steps: 2, prompts: 2, answers: 4, measured: 3, measure-every: 1, feedback: {said: 1.0}}
            common: {reward: {interpreters: [pair], transforms: [centre]}}
            arms:
              few: {judged: 4}
              many: {judged: 80}
              best: {judged: 80, best-of: 16}
            claim: {arm: best, baseline: -1, kind: better, metric: peak-gold}
            """;

    private final Path home;

    JudgedArmsTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldLearnTheRewardModelFirstAndLeaveItThen() throws IOException {
        TrialReport report = TrialRun.run(read(JUDGED), List.of(6L), home, new Silent());
        ArmCurve few = curve(report, "few");
        ArmCurve many = curve(report, "many");
        ArmCurve best = curve(report, "best");

        // the same answers of the same policy, scored by models that heard of 4 and of 80 choices
        assertThat(few.points().get(0).worth()).isEqualTo(many.points().get(0).worth());
        assertThat(few.points().get(0).score())
                .isNotEqualTo(many.points().get(0).score());
        assertThat(few.points()).hasSize(3);
        assertThat(best.bestOf()).isTrue();
        assertThat(best.points()).extracting(ArmCurve.Point::step).containsExactly(1, 2, 4, 8, 16);
        for (int i = 0; i < best.points().size(); i++) {
            ArmCurve.Point point = best.points().get(i);
            assertThat(point.kl()).isEqualTo(OveroptimizationCurve.klOfBest(point.step()), within(1e-12));
            assertThat(point.worth()).isBetween(0.0, 1.0);
            if (i > 0) {
                assertThat(point.score())
                        .as("seed 6, best of %d", point.step())
                        .isGreaterThanOrEqualTo(best.points().get(i - 1).score() - 1e-9);
            }
        }
        requireRunsThatAreReadUnderTheirName();
    }

    /** Another trial of the same arms reads what is done; one whose runs have a name of their own does not. */
    private void requireRunsThatAreReadUnderTheirName() throws IOException {
        Trial shared = Trial.read("other", new YAMLMapper().readTree("runs: small\n" + JUDGED));
        TrialReport report = TrialRun.run(shared, List.of(6L), home, new Silent());

        assertThat(report.curves()).containsOnlyKeys("few", "many", "best");
        assertThat(home.resolve("small/seed-6-best.json")).exists();
        assertThat(home.resolve("other")).doesNotExist();
    }

    @Test
    void shouldCompareWithANumberAndCountNoTechnique() throws IOException {
        Trial trial = read(JUDGED);
        ArmCurve low = new ArmCurve(List.of(new ArmCurve.Point(1, 0.25)), true);
        ArmCurve high = new ArmCurve(List.of(new ArmCurve.Point(1, 0.75)), true);
        TrialReport report = new TrialReport(
                trial, Map.of("few", List.of(low, low), "many", List.of(low, low), "best", List.of(low, high)));

        // worths 0.25 and 0.75 less -1 have mean 1.5; half a unit apart their 95 % interval reaches 12.706 / 4 to both
        // sides
        Result result = report.result(new ExperimentFile(JUDGED), List.of(6L, 7L), "build");
        assertThat(result.outcome().difference().mean()).isEqualTo(1.5, within(1e-12));
        assertThat(result.outcome().difference().low()).isEqualTo(1.5 - 12.706 / 4, within(1e-9));
        assertThat(result.outcome().verdict()).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
        assertThat(result.arms()).extracting(Result.Arm::name).containsExactly("-1", "few", "many", "best");
        assertThat(result.curves()).extracting(Curve::name).containsExactly("gold-by-distance");
        assertThat(ResultPage.of(result, Map.of()))
                .contains("`best` against `-1` in `peak-gold`")
                .contains("| `-1`, baseline | -1.0000 (-1.0000 to -1.0000) | - |")
                .contains("no technique is compared with another");
    }

    @Test
    void shouldRefuseWhatCannotBeChosenOrJudged() {
        assertThatThrownBy(() -> read(JUDGED.replace("best-of: 16", "best-of: 1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("best-of is 1");
        assertThatThrownBy(() -> read(JUDGED.replace("judged: 4", "judged: 0.5")))
                .hasMessageContaining("judged is 0.5");
        assertThatThrownBy(() -> read(JUDGED.replace("judged: 4", "judged: 4, proxy: {fault: gold}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("arm few")
                .hasMessageContaining("a proxy stands in place");
        assertThatThrownBy(() -> read(JUDGED.replace("baseline: -1", "baseline: NaN")))
                .hasMessageContaining("'NaN'");
        assertThatThrownBy(() -> read("runs: ../small\n" + JUDGED)).hasMessageContaining("runs is '../small'");
    }

    private static ArmCurve curve(TrialReport report, String arm) {
        return Objects.requireNonNull(report.curves().get(arm)).get(0);
    }

    private static Trial read(String yaml) throws IOException {
        return Trial.read("small", new YAMLMapper().readTree(yaml));
    }

    private record Silent() implements Progress {
        @Override
        public void phase(String name, long total) {}

        @Override
        public void done(long count) {}

        @Override
        public void close() {}
    }
}
