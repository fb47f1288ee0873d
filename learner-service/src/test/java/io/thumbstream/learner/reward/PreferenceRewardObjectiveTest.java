package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Label policies as losses, where odds are whole numbers; two members, at odds of 9 to 1 and of 1 to 1, agree on 3 to 1. */
class PreferenceRewardObjectiveTest {
    private static final double LN3 = Math.log(3);
    private static final float LN9 = (float) Math.log(9);

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static PreferenceRewardObjective objective(TieModel ties, LabelPolicy policy) {
        return new PreferenceRewardObjective(new PreferenceRewardObjective.Settings(ties, 2, policy, 0.4, 0));
    }

    private Evaluated evaluate(RewardObjective objective, double said, float... margins) {
        LabelBatch batch =
                new LabelBatch(List.of(Labels.of(LabelKind.PAIR, said)), new double[][] {new double[margins.length]});
        java.util.Arrays.fill(batch.weights()[0], 1);
        return Evaluated.of(manager, objective, margins, batch);
    }

    @Test
    void shouldTakeTheLeadOffTheMarginOfEveryMember() {
        Evaluated result = evaluate(objective(TieModel.HALF, LabelPolicy.MARGIN), 1, LN9, 0);

        // less ln 3 they stand at odds of 3 to 1 and of 1 to 3
        assertThat((double) result.loss()).isCloseTo(Math.log(4.0 / 3) + Math.log(4), within(1e-5));
        assertThat(result.gradient()).containsExactly(new float[] {-0.25f, -0.75f}, within(1e-5f));
    }

    /** Target 0.6 + 0.4 3/4 = 0.9; nothing flows through the strength, or the slopes would not be probability less target. */
    @Test
    void shouldDrawEveryMemberToTheMixWhenSoft() {
        Evaluated result = evaluate(objective(TieModel.HALF, LabelPolicy.SOFT), 1, LN9, 0);

        assertThat(result.gradient()).containsExactly(new float[] {0, -0.4f}, within(1e-5f));
    }

    @Test
    void shouldLearnTheContraryOfADoubtfulChoice() {
        PreferenceRewardObjective flipping = objective(TieModel.HALF, LabelPolicy.FLIP);
        Evaluated against = evaluate(flipping, 0, LN9, 0);
        Evaluated inFavour = evaluate(flipping, 1, LN9, 0);

        assertThat(against.gradient()).containsExactly(inFavour.gradient());
        assertThat(inFavour.gradient()).containsExactly(new float[] {-0.1f, -0.5f}, within(1e-5f));
    }

    @Test
    void shouldSmoothByWhatItForesawEachTimeItLearned() {
        PreferenceRewardObjective smoothed = objective(TieModel.HALF, LabelPolicy.SMOOTHED);
        LabelBatch batch = new LabelBatch(List.of(Labels.of(LabelKind.PAIR, 1)), new double[][] {{1}});
        assertThat(Evaluated.of(manager, smoothed, new float[] {0}, batch).gradient()[0])
                .isCloseTo(-0.5f, within(1e-6f));

        smoothed.learned(new double[] {LN3}, batch);
        assertThat(Evaluated.of(manager, smoothed, new float[] {0}, batch).gradient()[0])
                .isCloseTo(0.5f - 0.9f, within(1e-6f));
    }

    /** Ties ask for equal scores: strength 2 times the squared difference; other choices are as without ties. */
    @Test
    void shouldDrawTiedScoresTogetherWithoutTouchingOtherChoices() {
        PreferenceRewardObjective equal = objective(TieModel.EQUAL, LabelPolicy.HARD);
        PreferenceRewardObjective half = objective(TieModel.HALF, LabelPolicy.HARD);

        Evaluated tie = evaluate(equal, 0.5, 0.3f);
        assertThat((double) tie.loss()).isCloseTo(2 * 0.09, within(1e-6));
        assertThat(tie.gradient()[0]).isCloseTo(4 * 0.3f, within(1e-6f));
        for (double said : new double[] {0, 1}) {
            assertThat(evaluate(equal, said, 0.3f).loss())
                    .isCloseTo(evaluate(half, said, 0.3f).loss(), within(1e-6f));
        }
        Evaluated threeQuarters = evaluate(equal, 0.75, 0.3f);
        assertThat((double) threeQuarters.loss())
                .isCloseTo(0.5 * 2 * 0.09 + 0.5 * Math.log1p(Math.exp(-0.3)), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(LabelPolicy.class)
    void shouldAgreeWithFiniteDifferencesOfALossWithTheSameTargets(LabelPolicy policy) {
        PreferenceRewardObjective objective = objective(TieModel.DAVIDSON, policy);
        float[] margins = {0.8f, -0.2f};
        float[] gradient = evaluate(objective, 1, margins).gradient();
        float step = 1e-2f;
        for (int i = 0; i < margins.length; i++) {
            float[] above = margins.clone();
            float[] below = margins.clone();
            above[i] += step;
            below[i] -= step;
            // the other member moves the other way, so that the strength stays what it was
            above[1 - i] -= step;
            below[1 - i] += step;
            double slope = (evaluate(objective, 1, above).loss()
                            - evaluate(objective, 1, below).loss())
                    / (2.0 * step);
            assertThat(slope).as("%s", policy).isCloseTo(gradient[i] - gradient[1 - i], within(1e-2));
        }
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatThrownBy(() -> new PreferenceRewardObjective.Settings(TieModel.HALF, 1, LabelPolicy.SOFT, 1.5, 0))
                .hasMessageContaining("smoothing is 1.5");
        assertThatThrownBy(() -> new PreferenceRewardObjective.Settings(TieModel.EQUAL, 0, LabelPolicy.HARD, 0, 0))
                .hasMessageContaining("strength is 0.0");
    }
}
