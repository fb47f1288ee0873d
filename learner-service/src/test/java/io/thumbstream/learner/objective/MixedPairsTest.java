package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pair with an answer of somebody else beside it, by hand: log-ratios 0.6 chosen, -0.4 rejected and 1.0 of the third. */
class MixedPairsTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 31);
    private static final Map<String, Object> TWO_FIFTHS = Map.of("beta", 0.5, "chosen-mix", 0.4, "mix-steps", 0);
    /** {@code log(1 + e^-0.58)}, the chosen side being {@code 0.6 0.6 + 0.4 1.0 = 0.76}. */
    private static final double MIXED = 0.444621;
    /** {@code log(1 + e^-0.5)}. */
    private static final double PLAIN = 0.474077;

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static PolicyObjective wrpo(Map<String, Object> overlay) {
        return PolicyObjectives.CATALOG.create("wrpo", new ObjectMapper().valueToTree(overlay));
    }

    /** Rows of two tokens, the rejected one of one: {@code c} chosen, {@code r} rejected, {@code s} of somebody else. */
    private static BatchArrays batch(String rows) {
        int size = rows.length();
        float[] now = new float[2 * size];
        float[] reference = new float[2 * size];
        float[] mask = new float[2 * size];
        float[] labels = new float[size];
        float[] weights = new float[size];
        List<PolicyBatch.Answer> answers = new ArrayList<>();
        Arrays.fill(mask, 1);
        int pairs = 0;
        for (int i = 0; i < size; i++) {
            char row = rows.charAt(i);
            float[] own =
                    row == 'c' ? new float[] {-1, -2} : row == 'r' ? new float[] {-3, -9} : new float[] {-2, -1.5f};
            float[] before = row == 'c'
                    ? new float[] {-1.2f, -2.4f}
                    : row == 'r' ? new float[] {-2.6f, -1} : new float[] {-2.5f, -2};
            System.arraycopy(own, 0, now, 2 * i, 2);
            System.arraycopy(before, 0, reference, 2 * i, 2);
            mask[2 * i + 1] = row == 'r' ? 0 : 1;
            labels[i] = row == 'c' ? 1 : 0;
            weights[i] = row == 's' ? 0 : 1;
            pairs += row == 'c' ? 1 : 0;
            answers.add(answer(i, row == 's'));
        }
        float[] zeros = new float[2 * size];
        PolicyBatch.Whole whole = new PolicyBatch.Whole(2 * size, 2 * pairs);
        return new BatchArrays(
                size, 2, now, zeros, mask, zeros, zeros, reference, zeros, labels, weights, answers, whole);
    }

    private static PolicyBatch.Answer answer(int i, boolean source) {
        return new PolicyBatch.Answer("a" + i, 0, new int[] {1}, Optional.empty(), Optional.empty(), source, source);
    }

    private double loss(PolicyObjective objective, BatchArrays batch) {
        return batch.evaluate(manager, objective::evaluate).loss();
    }

    @Test
    void shouldMixTheThirdAnswerIntoTheChosenSide() {
        BatchArrays.Result result = batch("crs").evaluate(manager, wrpo(TWO_FIFTHS)::evaluate);

        assertThat((double) result.loss()).isCloseTo(MIXED, within(1e-5));
        // 0.5 sigmoid(-0.58) = 0.179466 pushes the rejected answer down, 0.6 of it the own answer up and 0.4 the other
        assertThat(result.gradient())
                .containsExactly(
                        new float[] {-0.107680f, -0.107680f, 0.179466f, 0, -0.071787f, -0.071787f}, within(1e-5f));
    }

    @Test
    void shouldLearnFromAPairAloneWhereNothingStandsBesideIt() {
        assertThat(loss(wrpo(TWO_FIFTHS), batch("cr"))).isCloseTo(PLAIN, within(1e-5));
        assertThat(loss(wrpo(TWO_FIFTHS), batch("crscr"))).isCloseTo((MIXED + PLAIN) / 2, within(1e-5));
        assertThat(loss(wrpo(TWO_FIFTHS), batch("crcrs"))).isCloseTo((MIXED + PLAIN) / 2, within(1e-5));
    }

    @Test
    void shouldMixInMoreStepByStepAndGoOnFromACheckpoint() {
        PolicyObjective rising = wrpo(Map.of("beta", 0.5, "chosen-mix", 0.4, "mix-steps", 2));
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            rising.beginStep();
            losses.add(loss(rising, batch("crs")));
            rising.endStep();
        }

        // shares 0, 0.2, 0.4 and 0.4; with 0.2 log(1 + e^-0.54)
        assertThat(losses.get(0)).isCloseTo(PLAIN, within(1e-5));
        assertThat(losses.get(1)).isCloseTo(0.459163, within(1e-5));
        assertThat(losses.get(2)).isCloseTo(MIXED, within(1e-5));
        assertThat(losses.get(3)).isEqualTo(losses.get(2));
        PolicyObjective restored = wrpo(Map.of("beta", 0.5, "chosen-mix", 0.4, "mix-steps", 2));
        restored.restore(Map.of("steps", 1.0));
        assertThat(loss(restored, batch("crs"))).isEqualTo(losses.get(1));
    }

    @Test
    void shouldBeThePairOfTheThirdAnswerWhenAllOfTheChosenSideIsItsOwn() {
        PolicyObjective whole = wrpo(Map.of("beta", 0.5, "chosen-mix", 1.0, "mix-from", 1.0));
        BatchArrays.Result result = batch("crs").evaluate(manager, whole::evaluate);

        // log(1 + e^-(0.5 (1.0 + 0.4)))
        assertThat((double) result.loss()).isCloseTo(0.403186, within(1e-5));
        assertThat(result.gradient()[0]).as("the own answer").isCloseTo(0f, within(1e-9f));
    }

    @Test
    void shouldAgreeWithFiniteDifferencesIgnorePaddingAndAddUp() {
        BatchArrays batch = random();
        PolicyObjective objective = wrpo(Map.of("beta", 0.5, "chosen-mix", 0.3, "mix-steps", 0, "beta-gain", 0.5));
        BatchArrays.Result result = batch.evaluate(manager, objective::evaluate);
        float step = 1e-2f;
        for (int i = 0; i < result.gradient().length; i++) {
            float[] above = batch.logProbs().clone();
            above[i] += batch.mask()[i] * step;
            float[] below = batch.logProbs().clone();
            below[i] -= batch.mask()[i] * step;
            double slope = (loss(objective, batch.withLogProbs(above)) - loss(objective, batch.withLogProbs(below)))
                    / (2.0 * step);
            assertThat((double) result.gradient()[i])
                    .as("seed %d cell %d", SEED, i)
                    .isCloseTo(slope, within(1e-2));
        }
        assertThat(loss(objective, batch.padded(2))).isCloseTo(result.loss(), within(1e-6));
        assertThat(loss(objective, batch.rows(0, 3)) + loss(objective, batch.rows(3, 6)))
                .isCloseTo(result.loss(), within(1e-5));
    }

    /** Two pairs, each with a third answer. */
    private static BatchArrays random() {
        BatchArrays drawn = BatchArrays.random(SEED, 6, 4);
        List<PolicyBatch.Answer> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(answer(i, i % 3 == 2));
        }
        return new BatchArrays(
                6,
                4,
                drawn.logProbs(),
                drawn.entropy(),
                drawn.mask(),
                drawn.proximal(),
                drawn.behaviour(),
                drawn.reference(),
                drawn.advantages(),
                new float[] {1, 0, 0, 1, 0, 0},
                new float[] {1, 1, 0, 1, 1, 0},
                answers,
                new PolicyBatch.Whole(drawn.whole().tokens(), 4));
    }

    @Test
    void shouldRefuseAnAnswerOfSomebodyElseThatStandsBehindNoPair() {
        for (String rows : List.of("scr", "csr", "crss")) {
            assertThatThrownBy(() -> loss(wrpo(Map.of()), batch(rows)))
                    .as(rows)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("put it third");
        }
    }

    @Test
    void shouldSayWhetherItReadsAnswersOfSomebodyElse() {
        assertThat(wrpo(Map.of()).readsSources()).isTrue();
        assertThat(wrpo(Map.of("chosen-mix", 0.0)).readsSources()).isFalse();
        assertThat(PolicyObjectives.CATALOG.create("dpo").readsSources()).isFalse();
        assertThat(PolicyObjectives.CATALOG.create("ppo-clip").readsSources()).isFalse();
    }

    @Test
    void shouldRefuseSharesOutOfRangeAndWhatNeedsTheirProbability() {
        assertThatThrownBy(() -> wrpo(Map.of("chosen-mix", 1.5)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("chosen-mix is 1.5");
        assertThatThrownBy(() -> wrpo(Map.of("reference", "behaviour")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nobody knows how likely");
        assertThatThrownBy(() -> wrpo(Map.of("token-clip", 0.1)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set token-clip to 0");
    }
}
