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
import org.junit.jupiter.params.provider.CsvSource;

/** Losses and slopes computed by hand, mostly where the odds are whole numbers. */
class RewardObjectiveValuesTest {
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private void check(RewardObjective objective, double margin, RewardLabel label, double loss, double slope) {
        Evaluated result = Evaluated.one(manager, objective, margin, label);

        assertThat((double) result.loss()).isCloseTo(loss, within(1e-6));
        assertThat((double) result.gradient()[0]).isCloseTo(slope, within(1e-6));
    }

    /** At odds 3 to 1 approval has probability 3/4: its loss is ln 4/3, that of disapproval ln 4. */
    @Test
    void shouldBeCrossEntropyWhenOneAnswerIsJudged() {
        RewardObjective plain = new BinaryRewardObjective(BinaryRewardObjective.Settings.defaults());

        check(plain, 0, Labels.of(LabelKind.BINARY, 1), LN2, -0.5);
        check(plain, LN3, Labels.of(LabelKind.BINARY, 1), Math.log(4.0 / 3), -0.25);
        check(plain, LN3, Labels.of(LabelKind.BINARY, 0), Math.log(4), 0.75);
        check(plain, LN3, Labels.of(LabelKind.BINARY, 0.25), 0.25 * Math.log(4.0 / 3) + 0.75 * Math.log(4), 0.5);
    }

    @Test
    void shouldShiftByTheBiasAndWeighApprovalWhenSet() {
        RewardObjective shifted = new BinaryRewardObjective(BinaryRewardObjective.Settings.plain(LN3, 2));

        check(shifted, 2 * LN3, Labels.of(LabelKind.BINARY, 1), 2 * Math.log(4.0 / 3), -0.5);
        check(shifted, 2 * LN3, Labels.of(LabelKind.BINARY, 0), Math.log(4), 0.75);
        assertThat(shifted.probability(LabelKind.BINARY, 2 * LN3)).isCloseTo(0.75, within(1e-12));
    }

    /** At margin ln 4 the three outcomes of Davidson's model weigh 2, 1/2 and the strength 4/5: 3.3 in all. */
    @ParameterizedTest(name = "target {0}")
    @CsvSource({"1, 2, -0.2727273", "0, 0.5, 0.7272727", "0.5, 0.8, 0.2272727"})
    void shouldShareProbabilityWithTiesWhenDavidson(double target, double weight, double slope) {
        RewardObjective davidson =
                new PreferenceRewardObjective(PreferenceRewardObjective.Settings.said(TieModel.DAVIDSON, 0.8));

        check(davidson, 2 * LN2, Labels.of(LabelKind.PAIR, target), Math.log(3.3 / weight), slope);
    }

    /** At margin 0 and strength 2 the three outcomes of Rao and Kupper are equally likely. */
    @ParameterizedTest(name = "target {0}")
    @CsvSource({"1, -0.6666667", "0, 0.6666667", "0.5, 0"})
    void shouldMakeThreeEqualOutcomesWhenRaoKupperOfStrengthTwo(double target, double slope) {
        RewardObjective raoKupper =
                new PreferenceRewardObjective(PreferenceRewardObjective.Settings.said(TieModel.RAO_KUPPER, 2));

        check(raoKupper, 0, Labels.of(LabelKind.PAIR, target), LN3, slope);
    }

    /** At margin ln 6 and strength 2: first 6/8, second 1/13, tie 3 * 6/8 * 1/13. */
    @ParameterizedTest(name = "target {0}")
    @CsvSource({"1, 0.75, -0.25", "0, 0.0769230769, 0.9230769", "0.5, 0.1730769231, 0.6730769"})
    void shouldSpreadTheTieBandWhenRaoKupper(double target, double probability, double slope) {
        RewardObjective raoKupper =
                new PreferenceRewardObjective(PreferenceRewardObjective.Settings.said(TieModel.RAO_KUPPER, 2));

        check(raoKupper, Math.log(6), Labels.of(LabelKind.PAIR, target), -Math.log(probability), slope);
    }

    @Test
    void shouldSplitATieWhenTiesAreHalves() {
        RewardObjective half = new PreferenceRewardObjective(PreferenceRewardObjective.Settings.said(TieModel.HALF, 1));

        check(half, LN3, Labels.of(LabelKind.PAIR, 1), Math.log(4.0 / 3), -0.25);
        check(half, LN3, Labels.of(LabelKind.PAIR, 0.5), 0.5 * Math.log(4.0 / 3) + 0.5 * Math.log(4), 0.25);
    }

    /** A thumb at odds 1 to 1 and a pair at odds 3 to 1, heard by two members with different weights. */
    @Test
    void shouldAddBothKindsWhenMixed() {
        RewardObjective mixed = new ByLabelKind(new ByLabelKind.Settings(
                PreferenceRewardObjective.Settings.said(TieModel.HALF, 1), BinaryRewardObjective.Settings.defaults()));
        LabelBatch batch = new LabelBatch(
                List.of(Labels.of(LabelKind.BINARY, 1), Labels.of(LabelKind.PAIR, 0)),
                new double[][] {{1, 0.5}, {2, 0}});
        Evaluated result = Evaluated.of(manager, mixed, new float[] {0, 0, (float) LN3, (float) LN3}, batch);

        assertThat((double) result.loss()).isCloseTo(1.5 * LN2 + 2 * Math.log(4), within(1e-5));
        assertThat(result.gradient()).containsExactly(new float[] {-0.5f, -0.25f, 1.5f, 0}, within(1e-6f));
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatThrownBy(() -> PreferenceRewardObjective.Settings.said(TieModel.RAO_KUPPER, 1))
                .hasMessageContaining("strength is 1.0")
                .hasMessageContaining("above 1");
        assertThatThrownBy(() -> PreferenceRewardObjective.Settings.said(TieModel.DAVIDSON, Double.NaN))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> BinaryRewardObjective.Settings.plain(21, 1)).hasMessageContaining("bias is 21.0");
        assertThatThrownBy(() -> BinaryRewardObjective.Settings.plain(0, 0)).hasMessageContaining("up-weight is 0.0");
    }
}
