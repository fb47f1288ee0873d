package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One pair by hand: log-ratios 0.6 and -0.4 of answers of two and one tokens; then what the papers say of each form. */
class PairwiseObjectiveTest {
    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static PolicyObjective objective(String name, Map<String, Object> overlay) {
        return PolicyObjectives.CATALOG.create(name, new ObjectMapper().valueToTree(overlay));
    }

    private BatchArrays.Result evaluate(double rejectedScale, float... labels) {
        PolicyObjective objective = objective("dpo", Map.of("beta", 0.5, "rejected-scale", rejectedScale));
        return pair(labels).evaluate(manager, objective::evaluate);
    }

    private static BatchArrays pair(float... labels) {
        float[] zeros = new float[4];
        return new BatchArrays(
                2,
                2,
                new float[] {-1, -2, -3, -9},
                zeros,
                new float[] {1, 1, 1, 0},
                zeros,
                zeros,
                new float[] {-1.2f, -2.4f, -2.6f, -1},
                zeros,
                labels,
                new float[] {1, 1},
                new PolicyBatch.Whole(3, 2));
    }

    /** Answers of one token, by turns chosen and rejected. */
    private static BatchArrays singles(float[] now, float[] behaviour, float[] reference, double... rewards) {
        int rows = now.length;
        float[] zeros = new float[rows];
        float[] ones = new float[rows];
        float[] chosen = new float[rows];
        Arrays.fill(ones, 1);
        List<PolicyBatch.Answer> answers = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            chosen[i] = 1 - i % 2;
            answers.add(BatchArrays.answer(i, rewards[i]));
        }
        PolicyBatch.Whole whole = new PolicyBatch.Whole(rows, rows);
        return new BatchArrays(
                rows, 1, now, zeros, ones, now, behaviour, reference, zeros, chosen, ones, answers, whole);
    }

    @Test
    void shouldBeTheLogisticLossOfTheScaledDifference() {
        // log(1 + e^-(0.5 (0.6 + 0.4))) and, with half of the rejected one, log(1 + e^-(0.5 (0.6 + 0.2)))
        assertThat((double) evaluate(1, 1, 0).loss()).isCloseTo(0.474077, within(1e-5));
        assertThat((double) evaluate(0.5, 1, 0).loss()).isCloseTo(0.513015, within(1e-5));
    }

    @Test
    void shouldPushTheRejectedAnswerDownByTheScaleOfWhatRaisesTheChosen() {
        // -0.5 sigmoid(-0.4) = -0.200656 on each token of the chosen answer
        assertThat(evaluate(0.5, 1, 0).gradient())
                .containsExactly(new float[] {-0.200656f, -0.200656f, 0.100328f, 0}, within(1e-5f));
    }

    @Test
    void shouldTakeWhicheverRowIsChosenAndTeachNothingWhenNeitherOrBothAre() {
        // log(1 + e^(0.5 (0.6 + 0.4)))
        assertThat((double) evaluate(1, 0, 1).loss()).isCloseTo(0.974077, within(1e-5));
        assertThat(evaluate(1, 1, 1).gradient()).containsOnly(0f);
        assertThat(evaluate(1, 0, 0).gradient()).containsOnly(0f);
        assertThat(evaluate(1, 0.5f, 0.5f).gradient()).containsOnly(0f);
    }

    @Test
    void shouldRefuseRowsThatAreNoPairs() {
        PolicyObjective objective = objective("dpo", Map.of());

        assertThatThrownBy(() -> BatchArrays.random(1, 3, 2).evaluate(manager, objective::evaluate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 rows are no pairs");
    }

    @Test
    void shouldComeDownFromTheWholeRejectedAnswerStepByStep() {
        PolicyObjective scheduled = objective("dpo", Map.of("beta", 0.5, "rejected-scale", 0.5, "rejected-steps", 2));
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            scheduled.beginStep();
            losses.add(
                    (double) pair(1, 0).evaluate(manager, scheduled::evaluate).loss());
            scheduled.endStep();
        }

        // log(1 + e^-(0.5 (0.6 + 0.4 scale))) for the scales 1, 0.75, 0.5, 0.5
        assertThat(losses.get(0)).isCloseTo(0.474077, within(1e-5));
        assertThat(losses.get(1)).isCloseTo(0.493249, within(1e-5));
        assertThat(losses.get(2)).isCloseTo(0.513015, within(1e-5));
        assertThat(losses.get(3)).isEqualTo(losses.get(2));
    }

    /** {@code e^(-alpha x)} is 1.2840 at a mean log-prob of -1 and 1.8682 at -2.5: the less likely answer moves more. */
    @Test
    void shouldMoveTheLessLikelyAnswerMoreWhenAlphaIsAboveZero() {
        PolicyObjective alphapo = objective("alphapo", Map.of());
        float[] now = {-1, -2.5f};
        float[] slopes = singles(now, now, now, 1, 0)
                .evaluate(manager, alphapo::evaluate)
                .gradient();

        assertThat((double) -slopes[1] / slopes[0]).isCloseTo(1.868246 / 1.284025, within(1e-4));
    }

    /** The form of a sum instead of a mean overflows; it is cut where the exponent reaches 10. */
    @Test
    void shouldStayFiniteWhenAnAnswerIsMoreUnlikelyThanThePowerFormCanSay() {
        PolicyObjective summed = objective("alphapo", Map.of("length-norm", false));
        float[] now = {-2000, -1};
        BatchArrays.Result result = singles(now, now, now, 1, 0).evaluate(manager, summed::evaluate);

        assertThat(result.loss()).isFinite();
        assertThat(result.gradient()[0]).isZero();
    }

    @Test
    void shouldBecomeSimpoWhenAlphaVanishes() {
        PolicyObjective almost = objective("alphapo", Map.of("alpha", 1e-4));
        PolicyObjective simpo = objective("simpo", Map.of());
        BatchArrays batch = BatchArrays.random(5, 6, 7).paired();
        float[] expected = batch.evaluate(manager, simpo::evaluate).gradient();

        assertThat(batch.evaluate(manager, almost::evaluate).gradient()).containsExactly(expected, within(1e-3f));
        assertThat(simpo.needs()).containsExactly(Signal.PAIR);
    }

    /** At equal log-ratios the slope is half of beta: 0.1 (1 + 0.5 (1 - e^(-m / 2))), bounded, and at least 0.001. */
    @ParameterizedTest(name = "reward difference {0}")
    @CsvSource({"0, 0.05", "1, 0.0598367", "100, 0.075", "-1, 0.0337820", "-100, 0.0005"})
    void shouldTrustAPairByHowFarItsRewardsAreApart(double difference, double slope) {
        PolicyObjective scaled = objective("dpo", Map.of("beta-gain", 0.5));
        float[] now = {-1, -2};
        float[] slopes = singles(now, now, now, difference, 0)
                .evaluate(manager, scaled::evaluate)
                .gradient();

        assertThat((double) slopes[0]).as("chosen rises").isCloseTo(-slope, within(1e-5));
        assertThat((double) slopes[1]).as("rejected falls").isCloseTo(slope, within(1e-5));
    }

    /** The log-ratios are 0.3 apart, times beta 0.15; it is to be a half for a label, and the difference of rewards, which is that too. */
    @Test
    void shouldRegressTheDifferenceWhenTheLinkIsSquared() {
        float[] now = {-1, -2};
        BatchArrays batch = singles(now, now, new float[] {-1.2f, -1.9f}, 1.1, 0.6);
        PolicyObjective byLabel = objective("dpo", Map.of("link", "squared", "beta", 0.5));
        PolicyObjective byReward = objective("prdp", Map.of("beta", 0.5, "token-clip", 0.0));

        assertThat((double) batch.evaluate(manager, byLabel::evaluate).loss()).isCloseTo(0.1225, within(1e-5));
        assertThat((double) batch.evaluate(manager, byReward::evaluate).loss()).isCloseTo(0.1225, within(1e-5));
        assertThat(batch.evaluate(manager, byReward::evaluate).gradient())
                .containsExactly(new float[] {-0.35f, 0.35f}, within(1e-5f));
    }

    /** Both tokens moved by 0.3 since they were sampled: what lies beyond 0.1 pays no more, but leads back when it was too far. */
    @Test
    void shouldNotPayForTokensThatMovedBeyondTheClip() {
        float[] now = {-0.7f, -2.3f};
        float[] behaviour = {-1, -2};
        PolicyObjective prdp = objective("prdp", Map.of("beta", 1.0));

        assertThat(singles(now, behaviour, behaviour, 2, 0)
                        .evaluate(manager, prdp::evaluate)
                        .gradient())
                .as("0.6 of 2 reached, 0.2 counted")
                .containsOnly(0f);
        assertThat(singles(now, behaviour, behaviour, 0.1, 0)
                        .evaluate(manager, prdp::evaluate)
                        .gradient())
                .as("0.6 instead of 0.1")
                .containsExactly(new float[] {1, -1}, within(1e-5f));
    }

    /** Over eight answers the minimum is {@code ref e^(r / beta) / Z}; snapshots every four steps, as the source takes them. */
    @Test
    void shouldEndAtTheTiltedReferenceWhenRewardDifferencesAreRegressed() {
        double[] reference = {0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05};
        double[] rewards = {0.1, 0.9, 0.4, 0.0, 0.7, 1.0, 0.3, 0.6};
        double beta = 0.5;
        PolicyObjective prdp = objective("prdp", Map.of("beta", beta));
        double[] logits = Arrays.stream(reference).map(Math::log).toArray();
        double[] sampled = softmax(logits);
        for (int step = 0; step < 400; step++) {
            double[] policy = softmax(logits);
            sampled = step % 4 == 0 ? policy : sampled;
            int[] rows = pairs(rewards);
            float[] slopes = singles(
                            logs(rows, policy),
                            logs(rows, sampled),
                            logs(rows, reference),
                            Arrays.stream(rows).mapToDouble(row -> rewards[row]).toArray())
                    .evaluate(manager, prdp::evaluate)
                    .gradient();
            for (int row = 0; row < rows.length; row++) {
                for (int k = 0; k < logits.length; k++) {
                    logits[k] -= 2 * slopes[row] * ((k == rows[row] ? 1 : 0) - policy[k]);
                }
            }
        }
        double[] tilted = new double[reference.length];
        for (int k = 0; k < tilted.length; k++) {
            tilted[k] = Math.log(reference[k]) + rewards[k] / beta;
        }
        double[] expected = softmax(tilted);
        double[] policy = softmax(logits);
        double apart = 0;
        for (int k = 0; k < policy.length; k++) {
            apart += Math.abs(policy[k] - expected[k]) / 2;
        }
        assertThat(apart).as("total variation").isLessThan(0.02);
    }

    /** Every pair of answers, the better one first. */
    private static int[] pairs(double[] rewards) {
        List<Integer> rows = new ArrayList<>();
        for (int a = 0; a < rewards.length; a++) {
            for (int b = 0; b < rewards.length; b++) {
                if (rewards[a] > rewards[b]) {
                    rows.addAll(List.of(a, b));
                }
            }
        }
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    private static float[] logs(int[] rows, double[] distribution) {
        float[] logs = new float[rows.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) Math.log(distribution[rows[i]]);
        }
        return logs;
    }

    private static double[] softmax(double[] logits) {
        double[] weights = Arrays.stream(logits).map(Math::exp).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    @Test
    void shouldSayWhatEachFormNeeds() {
        assertThat(objective("prdp", Map.of()).needs())
                .containsExactlyInAnyOrder(
                        Signal.PAIR, Signal.REFERENCE_LOG_PROBS, Signal.BEHAVIOUR_LOG_PROBS, Signal.REWARD);
        assertThat(objective("dpo", Map.of("reference", "behaviour")).needs())
                .containsExactlyInAnyOrder(Signal.PAIR, Signal.BEHAVIOUR_LOG_PROBS);
    }

    @Test
    void shouldRefuseSettingsThatContradictEachOther() {
        assertThatThrownBy(() -> objective("dpo", Map.of("target", "reward-diff")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set link to squared");
        assertThatThrownBy(() -> objective("dpo", Map.of("rejected-scale", 0.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rejected-scale is 0.0");
    }
}
