package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewards and thumbs about the same answers. */
class JointObjectiveTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 23);

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static PolicyObjective joint(String first, String second, double weight) {
        return new JointObjective(
                new JointObjective.Settings(TechniqueChoice.of(first), TechniqueChoice.of(second), weight));
    }

    private BatchArrays.Result evaluate(PolicyObjective objective, BatchArrays batch) {
        objective.beginStep();
        BatchArrays.Result result = batch.evaluate(manager, objective::evaluate);
        objective.endStep();
        return result;
    }

    /** One answer of one token: reward gives slope -2, sft of a thumb up slope -1 by weight 3. */
    @Test
    void shouldAddTheWeighedLossOfTheSecond() {
        BatchArrays batch = new BatchArrays(
                1,
                1,
                new float[] {-0.5f},
                new float[1],
                new float[] {1},
                new float[] {-0.5f},
                new float[] {-0.5f},
                new float[1],
                new float[] {2},
                new float[] {1},
                new float[] {1},
                new PolicyBatch.Whole(1, 1));

        BatchArrays.Result result = evaluate(joint("reinforce", "sft-objective", 3), batch);

        assertThat(result.gradient()).containsExactly(new float[] {-5}, within(1e-6f));
    }

    @Test
    void shouldGiveAThumbTheSameSayWhetherItsNeighboursWereJudgedOrNot() {
        BatchArrays judged = BatchArrays.random(SEED, 4, 5);
        PolicyBatch.Whole whole = judged.whole();
        BatchArrays beside = judged.withWhole(
                new PolicyBatch.Whole(2 * whole.tokens(), whole.labelWeight(), whole.labelLeft(), 2 * whole.answers()));

        float[] half = evaluate(joint("ppo-clip", "bco", 3), judged).gradient();
        for (int i = 0; i < half.length; i++) {
            half[i] /= 2;
        }

        assertThat(evaluate(joint("ppo-clip", "bco", 3), beside).gradient())
                .as("seed %d, as many answers again that nobody judged", SEED)
                .containsExactly(half, within(1e-6f));
    }

    @Test
    void shouldLearnFromRewardsAloneWhereNobodySaidAnything() {
        BatchArrays silent = BatchArrays.random(SEED, 4, 5).withLabelWeights(new float[4]);

        float[] alone =
                evaluate(PolicyObjectives.CATALOG.create("ppo-clip"), silent).gradient();

        assertThat(evaluate(joint("ppo-clip", "bco", 2), silent).gradient())
                .as("seed %d", SEED)
                .containsExactly(alone, within(1e-7f));
    }

    @Test
    void shouldKeepTheStateOfEachPartApart() {
        PolicyObjective both = joint("ppo-clip", "bco", 1);
        PolicyObjective alone = PolicyObjectives.CATALOG.create("bco");
        evaluate(both, BatchArrays.random(SEED, 4, 5));
        evaluate(alone, BatchArrays.random(SEED, 4, 5));
        Map<String, Double> state = both.state();

        assertThat(state).isNotEmpty();
        alone.state()
                .forEach((name, value) -> assertThat(state).as("seed %d", SEED).containsEntry("bco/" + name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpo", "joint"})
    void shouldRefuseWhatReadsOtherRows(String name) {
        assertThatThrownBy(() -> joint("ppo-clip", name, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldRefuseTheSameTwiceAndAWeightOfNothing() {
        assertThatThrownBy(() -> joint("bco", "kto", 1)).hasMessageContaining("measure the same");
        assertThatThrownBy(() -> joint("ppo-clip", "bco", 0)).hasMessageContaining("above 0");
    }
}
