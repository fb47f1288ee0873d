package io.thumbstream.reward.transform;

import static io.thumbstream.reward.transform.Groups.rewards;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels where there are any, what stands in for them elsewhere, and that silence is no disapproval. */
class ImputedRewardTest {
    private static final int PEOPLE = 40_000;

    @Test
    void shouldTakeTheLabelByItsWeightAndTheModelForTheRest() {
        RewardGroup group = new RewardGroup(
                List.of(row("g.0", 2, 0, 1.0, 1), row("g.1", 2, 0, 0.0, 0.5), row("g.2", 2, 0, 1.0, 7), row("g.3", 2)));

        RewardGroup after = create(settings()).apply(group, Running.empty());

        // sigmoid(2) = 0.880797
        List<Double> rewards = rewards(after);
        assertThat(rewards.get(0)).isCloseTo(1, within(1e-12));
        assertThat(rewards.get(1)).isCloseTo(0.440399, within(1e-5));
        assertThat(rewards.get(2)).as("a weight above 1 is still one label").isCloseTo(1, within(1e-12));
        assertThat(rewards.get(3)).isCloseTo(0.880797, within(1e-5));
        assertThat(after.rows())
                .extracting(row -> row.components().get(ImputedReward.IMPUTED))
                .containsExactly(0.0, 0.5, 0.0, 1.0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"model-mean, 0.880797", "lower-bound, 0.731059", "inverse-propensity, 0.880797", "zero, 0"})
    void shouldFillWhatNobodySaid(String mode, double reward) {
        RewardTransform transform = create(settings().put("mode", mode).put("pessimism", 2.0));
        RewardGroup group = new RewardGroup(List.of(row("g.0", 2, 0.5, null, 0)));

        assertThat(rewards(transform.apply(group, Running.empty())).get(0)).isCloseTo(reward, within(1e-5));
        assertThat(transform.needs().contains(Signal.SCORE_VARIANCE)).isEqualTo(mode.equals("lower-bound"));
    }

    /**
     * Unhappy people answer three times as often, under 5 % answer at all. With a right model, filled rewards are on
     * average what people would have said to 0.02; those who answered alone say 0.26 too little, silence as zero 0.7.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldComeCloserToTheTruthThanZeroAndThanLabelsAlone(long seed) {
        SeededRandom random = new SeededRandom(seed);
        List<RewardRow> rows = new ArrayList<>();
        double truth = 0;
        double said = 0;
        int answered = 0;
        for (int i = 0; i < PEOPLE; i++) {
            double approval = 0.5 + 0.45 * random.nextDouble();
            boolean happy = random.nextDouble() < approval;
            boolean answers = random.nextDouble() < (happy ? 0.03 : 0.09);
            truth += approval / PEOPLE;
            answered += answers ? 1 : 0;
            said += answers && happy ? 1 : 0;
            double score = Math.log(approval / (1 - approval));
            rows.add(row("g." + i, score, 0, answers ? (Double) (happy ? 1.0 : 0.0) : null, answers ? 1 : 0));
        }
        RewardGroup group = new RewardGroup(rows);

        double filled = create(settings()).apply(group, Running.empty()).meanReward();
        double zero = create(settings().put("mode", "zero"))
                .apply(group, Running.empty())
                .meanReward();

        assertThat(filled).isCloseTo(truth, within(0.02));
        assertThat(said / answered).isLessThan(truth - 0.2);
        assertThat(zero).isLessThan(truth - 0.6);
    }

    @Test
    void shouldLetALabelCountForAllThatWereNotAskedAbout() {
        RewardTransform transform =
                create(settings().put("mode", "inverse-propensity").put("largest", 5.0));
        RewardGroup group = new RewardGroup(List.of(
                new RewardRow("g.0", 12, 0.0, 0, 0, 1.0, 1, 0.25, Map.of()),
                new RewardRow("g.1", 12, 0.0, 0, 0, 0.0, 0.5, 0.25, Map.of()),
                new RewardRow("g.2", 12, 0.0, 0, 0, 1.0, 1, 0.01, Map.of()),
                new RewardRow("g.3", 12, 0.0, 0, 0, null, 0, 0.25, Map.of())));

        // q = 0.5: 4 - 3 * 0.5, 0 - 1 * 0.5, cut at 5: 5 - 4 * 0.5
        assertThat(rewards(transform.apply(group, Running.empty()))).containsExactly(2.5, -0.5, 3.0, 0.5);
        assertThat(transform.bound()).isEqualTo(5);
        assertThat(transform.needs()).contains(Signal.FEEDBACK_PROBABILITY);
    }

    /** One in ten is asked about, at random: a model that knows nothing stays wrong, propensities put it right. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldBeRightOnAverageUnderAWrongModelWhenAskedAtRandom(long seed) {
        SeededRandom random = new SeededRandom(seed);
        List<RewardRow> rows = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            boolean asked = random.nextDouble() < 0.1;
            Double label = asked ? (Double) (random.nextDouble() < 0.75 ? 1.0 : 0.0) : null;
            rows.add(new RewardRow("g." + i, 12, 0.0, 0, 0, label, asked ? 1 : 0, 0.1, Map.of()));
        }
        RewardGroup group = new RewardGroup(rows);

        assertThat(create(settings()).apply(group, Running.empty()).meanReward())
                .isLessThan(0.55);
        assertThat(create(settings().put("mode", "inverse-propensity"))
                        .apply(group, Running.empty())
                        .meanReward())
                .as("to four standard errors")
                .isCloseTo(0.75, within(0.032));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"largest, 0.5, largest is 0.5", "pessimism, -1, pessimism is -1.0", "temperature, 0, temperature is 0.0"
    })
    void shouldRefuseSettingsOutOfRange(String key, double value, String problem) {
        assertThatThrownBy(() -> create(settings().put(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    private static RewardRow row(String id, double score) {
        return row(id, score, 0, null, 0);
    }

    private static RewardRow row(String id, double score, double deviation, @Nullable Double label, double weight) {
        return new RewardRow(id, 12, score, deviation, score, label, weight, 1, Map.of());
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static RewardTransform create(ObjectNode settings) {
        return Transforms.CATALOG.create("imputed-reward", settings);
    }
}
