package io.thumbstream.launcher.rewardtrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.evaluate.ShiftGrid.Shift;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.config.SettingsBinder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Pairs of a shift grid: what they are, what is measured on them, and what a claim about a number makes of it. */
class ShiftMeasuresTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final String TRIAL =
            """
            title: small
            data: {pairs: 32, held-out: 8, shift: none, grid: far}
            arms:
              model: {core: {objective: bradley-terry}}
              single: {reads: first, core: {objective: bradley-terry}}
            claim: {arm: model, baseline: 0, kind: better, metric: response-cost}
            """;

    /**
     * Of nothing new three of four right, by margins of 8, 6, 4 and -2; energies are lowest where the highest score is highest. Prompts: 12 and 11
     * right, 1 and 2 wrong. Answers: two ties. Both: right by 3 and by 5, scores all below 0.
     */
    @Test
    void shouldMeasureEachKindByHand() {
        Map<RewardMetric, Double> values = ShiftMeasures.of(Map.of(
                Shift.NONE, new double[][] {{9, 1}, {8, 2}, {7, 3}, {4, 6}},
                Shift.PROMPT, new double[][] {{12, 11}, {1, 2}},
                Shift.RESPONSE, new double[][] {{0, 0}, {5, 5}},
                Shift.BOTH, new double[][] {{-1, -4}, {-1, -6}}));

        assertThat(value(values, RewardMetric.PROMPT_SHIFT_ACCURACY)).isEqualTo(0.5, CLOSE);
        assertThat(value(values, RewardMetric.RESPONSE_SHIFT_ACCURACY)).isEqualTo(0.5, CLOSE);
        assertThat(value(values, RewardMetric.BOTH_SHIFTED_ACCURACY)).isEqualTo(1, CLOSE);
        assertThat(value(values, RewardMetric.RESPONSE_COST)).isEqualTo(0, CLOSE);
        // 12 and 11 have less energy than all, 1 and 2 more than all
        assertThat(value(values, RewardMetric.PROMPT_SHIFT_ENERGY)).isEqualTo(0.5, CLOSE);
        assertThat(value(values, RewardMetric.BOTH_SHIFTED_ENERGY)).isEqualTo(1, CLOSE);
        assertThat(value(values, RewardMetric.PROMPT_SHIFT_CONFIDENCE))
                .as("margins of 1 are below all")
                .isEqualTo(1, CLOSE);
        assertThat(value(values, RewardMetric.RESPONSE_SHIFT_CONFIDENCE)).isEqualTo(1, CLOSE);
        // a margin of 3 is below three of four, one of 5 below two
        assertThat(value(values, RewardMetric.BOTH_SHIFTED_CONFIDENCE)).isEqualTo(5.0 / 8, CLOSE);
        double energies = 0.5 + value(values, RewardMetric.RESPONSE_SHIFT_ENERGY) + 1;
        assertThat(value(values, RewardMetric.ENERGY_LEAD)).isEqualTo((energies - 1 - 1 - 5.0 / 8) / 3, CLOSE);
    }

    @Test
    void shouldMeasureNothingWithoutAGridOrWithScoresThatAreNone() {
        assertThat(ShiftMeasures.of(Map.of())).isEmpty();
        assertThat(ShiftMeasures.of(Map.of(Shift.NONE, new double[][] {{1, Double.NaN}})))
                .isEmpty();
    }

    @Test
    void shouldSpeakAnotherLanguageWordByWord() {
        assertThat(SecondLanguage.prompt("domain2 topic1 topic4 topic6 |"))
                .isEqualTo("xdomain2 xtopic1 xtopic4 xtopic6 |");
        assertThat(SecondLanguage.answer("t1w0 style2 t4w3 filler1 t6w7"))
                .isEqualTo("xstyle2 xt1w0 xfiller1 xt4w3 xt6w7");
        assertThat(SecondLanguage.answer("")).isEmpty();
    }

    @Test
    void shouldDrawPairsOfWhichNothingElseIsNew() throws IOException {
        RewardData far = JudgementDraw.draw(settings("{pairs: 50, held-out: 50, shift: none, grid: far}"), 3);
        RewardData near = JudgementDraw.draw(settings("{pairs: 50, held-out: 50, shift: none, grid: near}"), 3);

        assertThat(far.grid()).containsOnlyKeys(Shift.values());
        assertThat(pairs(far, Shift.NONE)).isEqualTo(far.heldOut());
        assertThat(answers(far, Shift.PROMPT)).allSatisfy(input -> {
            assertThat(input.prompt()).startsWith("xdomain");
            assertThat(input.response()).doesNotContain("x");
        });
        assertThat(answers(far, Shift.RESPONSE)).allSatisfy(input -> {
            assertThat(input.prompt()).startsWith("domain");
            assertThat(input.response().split(" ")).allMatch(word -> word.startsWith("x"));
        });
        assertThat(answers(far, Shift.BOTH)).allSatisfy(input -> assertThat(input.prompt() + " " + input.response())
                .matches("(x\\S+ )+\\|( x\\S+)+"));
        assertThat(near.training())
                .allSatisfy(
                        each -> assertThat(each.label().items().get(0).prompt()).matches("domain[0-3] .*"));
        assertThat(answers(near, Shift.RESPONSE))
                .allSatisfy(input -> assertThat(input.prompt()).matches("domain[0-3] .*"));
        assertThat(answers(near, Shift.PROMPT))
                .allSatisfy(input -> assertThat(input.prompt()).matches("domain[4-7] .*"));
        assertThat(near.grid().values()).allSatisfy(pairs -> assertThat(pairs)
                .hasSize(50)
                .allMatch(pair -> pair.better().worth() > pair.worse().worth()));
        assertThat(JudgementDraw.draw(settings("{pairs: 50, held-out: 50, shift: none}"), 3)
                        .grid())
                .isEmpty();
    }

    @Test
    void shouldRefuseAGridBesideOtherShifts() {
        assertThatThrownBy(() -> settings("{grid: near}")).hasMessageContaining("grid is NEAR with shift POLICY");
        assertThatThrownBy(() -> settings("{grid: far, shift: none, planted: {fault: mark}}"))
                .hasMessageContaining("planted.fault MARK");
    }

    /** Costs of 0.1 and 0.3 against nothing: mean 0.2, and 12.706 times a tenth to both sides. */
    @Test
    void shouldCompareWithANumberAndCountNoTechnique() throws IOException {
        RewardTrial trial = RewardTrial.read("small", tree(TRIAL));
        RewardTrialReport report = new RewardTrialReport(
                trial, Map.of("model", List.of(cost(0.1), cost(0.3)), "single", List.of(cost(0.2), cost(0.2))));
        Result result = report.result(new ExperimentFile(TRIAL), List.of(1L, 2L), "build");

        assertThat(result.outcome().difference().mean()).isEqualTo(0.2, CLOSE);
        assertThat(result.outcome().difference().high()).isEqualTo(0.2 + 1.2706, within(1e-9));
        assertThat(result.outcome().verdict()).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
        assertThat(result.arms()).extracting(Result.Arm::name).containsExactly("0", "model", "single");
        assertThat(result.arms().get(0).techniques())
                .isEqualTo(result.arms().get(1).techniques());
        assertThatThrownBy(() -> RewardTrial.read("small", tree(TRIAL.replace("baseline: 0", "baseline: none"))))
                .hasMessageContaining("'none'");
    }

    private static Measures cost(double value) {
        return new Measures(Map.of(RewardMetric.RESPONSE_COST, value));
    }

    private static double value(Map<RewardMetric, Double> values, RewardMetric metric) {
        return Objects.requireNonNull(values.get(metric));
    }

    private static List<RewardData.GoldPair> pairs(RewardData data, Shift shift) {
        return Objects.requireNonNull(data.grid().get(shift));
    }

    private static List<ScoreInput> answers(RewardData data, Shift shift) {
        return pairs(data, shift).stream()
                .flatMap(pair -> Stream.of(pair.better().input(), pair.worse().input()))
                .toList();
    }

    private static JsonNode tree(String yaml) throws IOException {
        return new YAMLMapper().readTree(yaml);
    }

    private static DataSettings settings(String yaml) throws IOException {
        return SettingsBinder.overlay(DataSettings.defaults(), tree(yaml), "test");
    }
}
