package io.thumbstream.reward.transform;

import static io.thumbstream.reward.transform.Groups.group;
import static io.thumbstream.reward.transform.Groups.rewards;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mode by hand, and what each must keep over seeds. */
class LengthControlTest {

    @Test
    void shouldTakeTheSlopeOnLengthAwayAndKeepTheMean() {
        // slope 50 / 200 around 20 tokens
        assertThat(apply("linear", group(new int[] {10, 20, 30}, 1, 2, 6))).containsExactly(3.5, 2.0, 3.5);
        assertThat(apply("linear", group(1, 2, 6))).as("equal lengths").containsExactly(1.0, 2.0, 6.0);
        assertThat(apply("linear", group(new int[] {10, 20}, 1, 5)))
                .as("two lengths")
                .containsExactly(3.0, 3.0);
    }

    @Test
    void shouldTakeTheRisingFitAwayAndKeepTheMean() {
        // levels 1, 2.5, 2.5, 4
        assertThat(apply("isotonic", group(new int[] {40, 20, 30, 10}, 4, 3, 2, 1)))
                .containsExactly(2.5, 3.0, 2.0, 2.5);
    }

    @Test
    void shouldNotPayForShortAnswersWhenRewardsFallWithLength() {
        assertThat(apply("isotonic", group(new int[] {10, 20, 30}, 3, 2, 1))).containsExactly(3.0, 2.0, 1.0);
    }

    @Test
    void shouldGiveAnswersOfOneLengthOneLevel() {
        // 10 tokens: mean 2, below 5 of 20 tokens; mean of all 3
        assertThat(apply("isotonic", group(new int[] {10, 10, 20}, 1, 3, 5))).containsExactly(2.0, 4.0, 3.0);
    }

    @Test
    void shouldPenaliseTokensAboveTheTarget() {
        RewardTransform penalty = control(settings("penalty").put("target", 20).put("slope", 0.1));

        List<Double> rewards = rewards(penalty.apply(group(new int[] {10, 20, 35}, 1, 1, 1), Running.empty()));

        assertThat(rewards.get(0)).isEqualTo(1);
        assertThat(rewards.get(1)).isEqualTo(1);
        assertThat(rewards.get(2)).isCloseTo(-0.5, within(1e-12));
    }

    @Test
    void shouldLeaveAnswersAboveTheTargetWithoutAdvantage() {
        RewardTransform omit = control(settings("omit").put("target", 20));

        RewardGroup after = omit.apply(group(new int[] {10, 20, 35}, 1, 2, 9), Running.empty());

        assertThat(rewards(after)).containsExactly(1.0, 2.0, 1.5);
        assertThat(after.meanReward())
                .as("so the others are compared among themselves")
                .isEqualTo(1.5);
        assertThat(rewards(omit.apply(group(new int[] {40, 50}, 1, 3), Running.empty())))
                .as("nothing is left to compare")
                .containsExactly(2.0, 2.0);
    }

    @Test
    void shouldWhitenDownToTheFloorOnly() {
        List<Double> white = apply("whiten", group(1, 2, 6));
        assertThat(white.get(0)).isCloseTo(-0.925820, within(1e-5));
        assertThat(white.get(1)).isCloseTo(-0.462910, within(1e-5));
        assertThat(white.get(2)).isCloseTo(1.388730, within(1e-5));

        List<Double> same = apply("whiten", group(0, 0.002));
        assertThat(same.get(1)).as("sd 0.001 below the floor of 0.1").isCloseTo(0.01, within(1e-9));
        assertThat(apply("whiten", group(4, 4))).containsExactly(0.0, 0.0);
    }

    static Stream<Long> seeds() {
        return LongStream.rangeClosed(1, 20).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldLeaveNothingThatGoesWithLength(long seed) {
        RewardGroup before = random(seed);
        RewardGroup after = control(settings("linear")).apply(before, Running.empty());

        assertThat(covariance(after)).isCloseTo(0, within(1e-9));
        assertThat(after.meanReward()).isCloseTo(before.meanReward(), within(1e-9));
    }

    static Stream<Arguments> modesAndSeeds() {
        return Stream.of("linear", "isotonic", "penalty", "omit", "whiten")
                .flatMap(mode -> seeds().map(seed -> Arguments.of(mode, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("modesAndSeeds")
    void shouldNeverGiveAnAnswerLessWhenItsRewardRises(String mode, long seed) {
        RewardTransform control = control(settings(mode).put("target", 20));
        RewardGroup before = random(seed);
        for (int raised = 0; raised < before.rows().size(); raised++) {
            double[] more =
                    before.rows().stream().mapToDouble(RewardRow::reward).toArray();
            more[raised] += 0.7;

            double now =
                    rewards(control.apply(before.with(more), Running.empty())).get(raised);

            assertThat(now)
                    .as("answer %d", raised)
                    .isGreaterThanOrEqualTo(
                            rewards(control.apply(before, Running.empty())).get(raised) - 1e-9);
        }
    }

    /** The fit is also the largest over what begins, of the smallest over what ends, of the mean between them. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldFitAsTheMeansBetweenSay(long seed) {
        double[] values =
                random(seed).rows().stream().mapToDouble(RewardRow::reward).toArray();
        int[] places = IntStream.range(0, values.length).toArray();

        double[] fit = Isotonic.fit(places, values);

        for (int i = 0; i < values.length; i++) {
            double wanted = Double.NEGATIVE_INFINITY;
            for (int from = 0; from <= i; from++) {
                double least = Double.POSITIVE_INFINITY;
                for (int to = i; to < values.length; to++) {
                    least = Math.min(least, mean(values, from, to));
                }
                wanted = Math.max(wanted, least);
            }
            assertThat(fit[i]).as("place %d", i).isCloseTo(wanted, within(1e-9));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"target, 0, target is 0", "slope, -1, slope is -1.0", "std-floor, 0, std-floor is 0.0"})
    void shouldRefuseSettingsOutOfRange(String key, int value, String problem) {
        assertThatThrownBy(() -> control(settings("linear").put(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i <= to; i++) {
            sum += values[i];
        }
        return sum / (to - from + 1);
    }

    /** Eight answers whose rewards rise with their lengths, by and large. */
    private static RewardGroup random(long seed) {
        SeededRandom random = new SeededRandom(seed);
        int[] tokens = new int[8];
        double[] scores = new double[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = 5 + random.nextInt(40);
            scores[i] = 0.05 * tokens[i] + random.nextGaussian();
        }
        return group(tokens, scores);
    }

    private static double covariance(RewardGroup group) {
        double usual =
                group.rows().stream().mapToInt(RewardRow::tokens).average().orElseThrow();
        return group.rows().stream()
                .mapToDouble(row -> (row.tokens() - usual) * row.reward())
                .average()
                .orElseThrow();
    }

    private static List<Double> apply(String mode, RewardGroup group) {
        return rewards(control(settings(mode)).apply(group, Running.empty()));
    }

    private static ObjectNode settings(String mode) {
        return JsonNodeFactory.instance.objectNode().put("mode", mode);
    }

    private static RewardTransform control(ObjectNode settings) {
        return Transforms.CATALOG.create("length-control", settings);
    }
}
