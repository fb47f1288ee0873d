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

    @Test
    void shouldTakeTheLabelByItsWeightAndTheModelForTheRest() {
        RewardGroup group = new RewardGroup(
                List.of(row("g.0", 2, 0, 1.0, 1), row("g.1", 2, 0, 0.0, 0.5), row("g.2", 2, 0, 1.0, 7), row("g.3", 2)));

        RewardGroup after = create(settings()).apply(group, Running.empty());

        // sigmoid(2) = 0.880797
        List<Double> rewards = rewards(after);
        assertThat(rewards.get(0)).isEqualTo(1);
        assertThat(rewards.get(1)).isCloseTo(0.440399, within(1e-5));
        assertThat(rewards.get(2)).as("a weight above 1 is still one label").isEqualTo(1);
        assertThat(rewards.get(3)).isCloseTo(0.880797, within(1e-5));
        assertThat(after.rows())
                .extracting(row -> row.components().get(ImputedReward.IMPUTED))
                .containsExactly(0.0, 0.5, 0.0, 1.0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"model-mean, 0.880797", "lower-bound, 0.731059", "zero, 0"})
    void shouldFillWhatNobodySaid(String fill, double reward) {
        RewardTransform transform = create(settings().put("fill", fill).put("pessimism", 2.0));
        RewardGroup group = new RewardGroup(List.of(row("g.0", 2, 0.5, null, 0)));

        assertThat(rewards(transform.apply(group, Running.empty())).get(0)).isCloseTo(reward, within(1e-5));
        assertThat(transform.needs().contains(Signal.SCORE_VARIANCE)).isEqualTo(fill.equals("lower-bound"));
    }

    /**
     * Unhappy people answer three times as often, 4.7 % answer at all. With a right model, filled rewards are on average what people would have
     * said to 0.02; those who answered alone say 0.26 too little, silence as zero 0.7.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldComeCloserToTheTruthThanZeroAndThanLabelsAlone(long seed) {
        SeededRandom random = new SeededRandom(seed);
        List<RewardRow> rows = new ArrayList<>();
        double truth = 0;
        double said = 0;
        int answered = 0;
        int people = 40_000;
        for (int i = 0; i < people; i++) {
            double approval = 0.5 + 0.45 * random.nextDouble();
            boolean happy = random.nextDouble() < approval;
            boolean answers = random.nextDouble() < (happy ? 0.03 : 0.09);
            truth += approval / people;
            answered += answers ? 1 : 0;
            said += answers && happy ? 1 : 0;
            double score = Math.log(approval / (1 - approval));
            rows.add(row("g." + i, score, 0, answers ? (Double) (happy ? 1.0 : 0.0) : null, answers ? 1 : 0));
        }
        RewardGroup group = new RewardGroup(rows);

        double filled = create(settings()).apply(group, Running.empty()).meanReward();
        double zero = create(settings().put("fill", "zero"))
                .apply(group, Running.empty())
                .meanReward();

        assertThat(filled).isCloseTo(truth, within(0.02));
        assertThat(said / answered).isLessThan(truth - 0.2);
        assertThat(zero).isLessThan(truth - 0.6);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"pessimism, -1, pessimism is -1.0", "temperature, 0, temperature is 0.0"})
    void shouldRefuseSettingsOutOfRange(String key, double value, String problem) {
        assertThatThrownBy(() -> create(settings().put(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    private static RewardRow row(String id, double score) {
        return row(id, score, 0, null, 0);
    }

    private static RewardRow row(String id, double score, double deviation, @Nullable Double label, double weight) {
        return new RewardRow(id, 12, score, deviation, score, label, weight, Map.of());
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static RewardTransform create(ObjectNode settings) {
        return Transforms.CATALOG.create("imputed-reward", settings);
    }
}
