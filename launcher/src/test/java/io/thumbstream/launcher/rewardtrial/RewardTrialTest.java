package io.thumbstream.launcher.rewardtrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.PairedRule.Verdict;
import io.thumbstream.lab.tasks.lexicon.LexiconReader;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewardTrialTest {
    private static final String SMALL =
            """
            title: small
            data: {pairs: 3000, held-out: 1000}
            arms:
              hard: {core: {objective: bradley-terry}}
              same: {core: {objective: bradley-terry}}
              single: {reads: first, core: {objective: bradley-terry}}
            claim: {arm: same, baseline: hard, kind: not-below, metric: accuracy, margin: 0.01}
            """;

    private static final String LISTS =
            """
            title: lists
            data: {pairs: 0, held-out: 50, lists: {count: 300, shown: 4, by: signs, bias: 1, marked-first: true}}
            common: {core: {objective: binary-logistic, corrections: {implicit: {silence: negative}}}}
            arms:
              hard: {interpreters: [implicit]}
              same: {interpreters: [implicit]}
              other: {interpreters: [uptake]}
            claim: {arm: same, baseline: hard, kind: not-below, metric: accuracy, margin: 0.01}
            """;

    private final Path home;

    RewardTrialTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldReadEveryShippedTrial() throws IOException {
        for (String id : RewardTrial.ids()) {
            RewardTrial trial = RewardTrial.load(id);

            assertThat(trial.arms()).as(id).hasSizeGreaterThan(1);
            assertThat(trial.arms().values()).as(id).doesNotHaveDuplicates();
            assertThat(trial.header().source()).as(id).isNotBlank();
        }
        assertThat(RewardTrialRun.ids()).hasSize(29);
        assertThatThrownBy(() -> RewardTrial.load("none")).hasMessageContaining("no reward trial 'none'");
    }

    @Test
    void shouldRefuseFilesThatDeclareNothingSound() {
        assertThatThrownBy(() -> read(SMALL.replace("bradley-terry", "bradley-terri")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bradley-terri");
        assertThatThrownBy(() -> read(SMALL.replace("core:", "coar:"))).hasMessageContaining("coar");
        assertThatThrownBy(() -> read(SMALL.replace("pairs:", "pears:"))).hasMessageContaining("pears");
        assertThatThrownBy(() -> read(SMALL.replace("reads: first", "reads: last")))
                .hasMessageContaining("'last'");
        assertThatThrownBy(() -> read(SMALL.replace("metric: accuracy", "metric: gold")))
                .hasMessageContaining("gold");
        assertThatThrownBy(() -> read(SMALL.replace("arm: same", "arm: other"))).hasMessageContaining("'other'");
        assertThatThrownBy(() -> read(SMALL.replace("arm: same", "arm: hard"))).hasMessageContaining("cannot fail");
        assertThatThrownBy(() -> read("title: none")).hasMessageContaining("no arms");
        assertThatThrownBy(() -> read(SMALL.replace("reads: first", "ask: margin-asking")))
                .hasMessageContaining("arm 'single' asks by margin-asking")
                .hasMessageContaining("data.asking.share");
        String some = SMALL.replace("pairs: 3000", "pairs: 3000, asking: {share: 0.5}");
        assertThatThrownBy(() -> read(some.replace("reads: first", "ask: marginal-asking")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no ask policy is called 'marginal-asking'");
        assertThatThrownBy(() -> read(some.replace("reads: first", "ask: [random-asking]")))
                .hasMessageContaining("arm single: ask:");
    }

    /** Two seeds: the 95 % interval reaches 12.706 standard errors to both sides. */
    @ParameterizedTest
    @CsvSource({
        "accuracy, 0.10, 0.11, REPRODUCED",
        "accuracy, -0.10, -0.11, NOT_REPRODUCED",
        "accuracy, 0.10, -0.11, INCONCLUSIVE",
        "accuracy, NaN, 0.11, INCONCLUSIVE",
        "loss, -0.10, -0.11, REPRODUCED",
        "loss, 0.10, 0.11, NOT_REPRODUCED"
    })
    void shouldSayOfMeasuresWhatBecameOfTheClaim(String metric, double first, double second, Verdict verdict)
            throws IOException {
        RewardTrial trial = read(SMALL.replace("kind: not-below, metric: accuracy", "kind: better, metric: " + metric));
        RewardMetric measured = trial.header().claim().metric();
        RewardTrialReport report = new RewardTrialReport(
                trial,
                Map.of(
                        "hard", List.of(measures(measured, 0.4), measures(measured, 0.5)),
                        "same", List.of(measures(measured, 0.4 + first), measures(measured, 0.5 + second))));

        assertThat(report.verdict()).isEqualTo(verdict);
        assertThat(figure(report, "claim-reproduced").met()).isEqualTo(verdict == Verdict.REPRODUCED);
    }

    @Test
    void shouldReportGainsSoThatMoreIsBetter() throws IOException {
        RewardTrial trial = read(SMALL.replace("metric: accuracy", "metric: loss"));
        RewardTrialReport report = new RewardTrialReport(
                trial,
                Map.of(
                        "hard", List.of(measures(RewardMetric.LOSS, 0.6), measures(RewardMetric.LOSS, 0.8)),
                        "same", List.of(measures(RewardMetric.LOSS, 0.5), measures(RewardMetric.LOSS, 0.5))));

        assertThat(figure(report, "claim-gain").value()).isEqualTo(0.2, within(1e-12));
        assertThat(figure(report, "hard-loss").value()).isEqualTo(0.7, within(1e-12));
        assertThat(report.figures().list()).extracting(Figure::name).doesNotContain("hard-accuracy", "hard-gain");
    }

    @Test
    void shouldLearnOnEqualGroundAndGoOnFromWhatIsDone() throws IOException {
        RewardTrial trial = read(SMALL);
        RewardTrialReport first = RewardTrialRun.run(trial, List.of(3L), home, new Silent());
        Measures hard = only(first, "hard");

        // the better of two answers scores higher than by chance: 0.04 is two and a half deviations of 1,000 tosses
        assertThat(hard.value(RewardMetric.ACCURACY)).as("seed 3").isGreaterThan(0.54);
        assertThat(hard.value(RewardMetric.LOSS)).as("seed 3").isPositive();
        assertThat(only(first, "same"))
                .as("the same settings on the same judgements")
                .isEqualTo(hard);
        assertThat(only(first, "single")).isNotEqualTo(hard);
        assertThat(figure(first, "claim-gain").value()).isZero();

        for (Path file : files()) {
            Files.writeString(file, Files.readString(file).replaceAll("\"accuracy\":[0-9.E-]+", "\"accuracy\":0.125"));
        }
        RewardTrialReport again = RewardTrialRun.run(trial, List.of(3L), home, new Silent());
        assertThat(only(again, "hard").value(RewardMetric.ACCURACY))
                .as("read, not run")
                .isEqualTo(0.125);
        assertThat(only(again, "hard").value(RewardMetric.LOSS)).isEqualTo(hard.value(RewardMetric.LOSS));
    }

    /** Arms that ask by other scores learn from other pairs, and the same arm from the same ones. */
    @Test
    void shouldAskByTheArmsOwnPolicy() throws IOException {
        String yaml = SMALL.replace("pairs: 3000", "pairs: 1500, asking: {share: 0.2, rounds: 3}")
                .replace("reads: first", "ask: margin-asking");
        RewardTrialReport report = RewardTrialRun.run(read(yaml), List.of(3L), home, new Silent());

        assertThat(only(report, "same")).isEqualTo(only(report, "hard"));
        assertThat(only(report, "single")).isNotEqualTo(only(report, "hard"));
        assertThat(report.result(new ExperimentFile(yaml), List.of(3L), "build").arms())
                .filteredOn(arm -> arm.name().equals("single"))
                .singleElement()
                .satisfies(arm -> assertThat(arm.techniques()).contains("ask policy margin-asking"));
    }

    /** Arms that read the same signs in another way learn other labels, and the same arm learns the same. */
    @Test
    void shouldReadListsByTheArmsOwnInterpreters() throws IOException {
        RewardTrialReport report = RewardTrialRun.run(read(LISTS), List.of(3L), home, new Silent());

        assertThat(only(report, "same")).isEqualTo(only(report, "hard"));
        assertThat(only(report, "other")).isNotEqualTo(only(report, "hard"));
        assertThat(only(report, "hard").values()).doesNotContainKey(RewardMetric.PROPOSAL_F1);
        assertThat(report.result(new ExperimentFile(LISTS), List.of(3L), "build")
                        .arms())
                .filteredOn(arm -> arm.name().equals("other"))
                .singleElement()
                .satisfies(arm -> assertThat(arm.techniques()).contains("feedback interpreter uptake"));
        RewardTrialReport alone = RewardTrialRun.run(
                read(LISTS.replace("shown: 4", "shown: 1, left: true")), List.of(3L), home, new Silent());
        assertThat(only(alone, "hard").values()).containsKeys(RewardMetric.PROPOSAL_F1, RewardMetric.FALSE_ALARMS);
    }

    @Test
    void shouldRefuseInterpretersThatHearNothingOrTwice() {
        assertThatThrownBy(() -> read(SMALL.replace("reads: first", "interpreters: [thumb]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("arm 'single' names interpreters")
                .hasMessageContaining("data.lists.count");
        assertThatThrownBy(() -> read(LISTS.replace("{interpreters: [uptake]}", "{}")))
                .hasMessageContaining("arm 'other' names no interpreters");
        assertThatThrownBy(() -> read(LISTS.replace("[uptake]", "[uptakes]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no feedback interpreter is called 'uptakes'");
        assertThatThrownBy(() -> read(LISTS.replace("[uptake]", "[uptake, implicit]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("arm other: interpreters:")
                .hasMessageContaining("both read IMPLICIT");
        assertThatThrownBy(() -> read(LISTS.replace("[uptake]", "uptake"))).hasMessageContaining("give a list");
        assertThatThrownBy(() -> read(LISTS.replace("[uptake]", "[{name: ranking, as: order}]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("arm other: feedback interpreter ranking makes labels that name the best")
                .hasMessageContaining("reward objective binary-logistic does not learn");
    }

    @Test
    void shouldKeepWhatOtherSettingsCameTo() throws IOException {
        String quick = SMALL.replace("pairs: 3000, held-out: 1000", "pairs: 32, held-out: 8");
        RewardTrialReport first = RewardTrialRun.run(read(quick), List.of(1L), home, new Silent());
        assertThat(files()).hasSize(3);

        RewardTrialReport other =
                RewardTrialRun.run(read(quick.replace("pairs: 32", "pairs: 40")), List.of(1L), home, new Silent());
        assertThat(files()).hasSize(6);
        assertThat(only(other, "hard")).isNotEqualTo(only(first, "hard"));
        RewardTrialReport more = RewardTrialRun.run(read(quick), List.of(1L, 2L), home, new Silent());
        assertThat(files()).hasSize(9);
        assertThat(Objects.requireNonNull(more.measures().get("hard")).get(0)).isEqualTo(only(first, "hard"));
    }

    @Test
    void shouldLearnOnATransformerWithAndWithoutItsTerm() throws IOException {
        Grad.prepareThread();
        Path reader = home.resolve("reader");
        List<Integer> steps = new ArrayList<>();
        LexiconReader.provide(reader, 1, 2, steps::add);
        LexiconReader.provide(reader, 1, 2, steps::add);
        assertThat(steps).as("trained once").containsExactly(1, 2);
        RewardTrial trial = RewardTrial.load("text-generation-term");
        RewardData data = JudgementDraw.draw(
                SettingsBinder.overlay(
                        DataSettings.defaults(), new YAMLMapper().readTree("{pairs: 32, held-out: 8}"), "test"),
                4);
        RewardArmRun run = new RewardArmRun(reader, Clock.systemUTC());
        Measures plain = run.run(Objects.requireNonNull(trial.arms().get("plain")), data, 4);
        Measures term = run.run(Objects.requireNonNull(trial.arms().get("more-text")), data, 4);
        RewardArm viewing = Objects.requireNonNull(
                RewardTrial.load("multi-view-term").arms().get("multi-view"));
        Measures views = run.run(viewing, data, 4);

        assertThat(plain.value(RewardMetric.LOSS)).isFinite();
        assertThat(term.value(RewardMetric.LOSS)).isFinite().isNotEqualTo(plain.value(RewardMetric.LOSS));
        assertThat(views.value(RewardMetric.LOSS)).isFinite().isNotEqualTo(plain.value(RewardMetric.LOSS));
        assertThat(run.run(viewing, data, 4))
                .as("the same views for the same seeds")
                .isEqualTo(views);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("small"))) {
            return files.toList();
        }
    }

    private static Measures only(RewardTrialReport report, String arm) {
        return Objects.requireNonNull(report.measures().get(arm)).get(0);
    }

    private static Measures measures(RewardMetric metric, double value) {
        return new Measures(Map.of(metric, value));
    }

    private static Figure figure(RewardTrialReport report, String name) {
        Map<String, Figure> figures =
                report.figures().list().stream().collect(Collectors.toMap(Figure::name, figure -> figure));
        return Objects.requireNonNull(figures.get(name));
    }

    private static RewardTrial read(String yaml) throws IOException {
        return RewardTrial.read("small", new YAMLMapper().readTree(yaml));
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
