package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.learner.binary.Shift;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shifts and weights of thumbs by what was learned before; odds of 3 to 1 are a margin of ln 3. */
class BinaryRewardObjectiveTest {
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

    private static BinaryRewardObjective objective(Shift shift, boolean udm, boolean balance) {
        return new BinaryRewardObjective(new BinaryRewardObjective.Settings(0, 1, shift, 0.5, udm, balance, 10));
    }

    private static LabelBatch batch(RewardLabel... labels) {
        double[][] weights = new double[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            weights[i] = new double[] {1};
        }
        return new LabelBatch(List.of(labels), weights);
    }

    private float slope(BinaryRewardObjective objective, double margin, RewardLabel label) {
        return Evaluated.one(manager, objective, margin, label).gradient()[0];
    }

    /** Ups at 4 ln 3 and downs at 0 bring the class means to 2 ln 3 and 0, so the shift to ln 3. */
    @Test
    void shouldShiftByWhatWasLearnedBefore() {
        BinaryRewardObjective shifted = objective(Shift.CLASS_MEAN, false, false);
        RewardLabel up = Labels.thumb("good", 1, "ann");
        assertThat(slope(shifted, LN3, up)).isCloseTo(-0.25f, within(1e-6f));

        shifted.learned(new double[] {4 * LN3, 0}, batch(up, Labels.thumb("bad", 0, "bob")));

        assertThat(slope(shifted, LN3, up)).isCloseTo(-0.5f, within(1e-6f));
        assertThat(shifted.probability(up, 2 * LN3)).isCloseTo(0.75, within(1e-9));
    }

    /** The share of ups goes to 5/8; ups weigh 4/5 and downs 4/3. */
    @Test
    void shouldHearTheRareClassMoreWhenBalanced() {
        BinaryRewardObjective balanced = objective(Shift.NONE, false, true);
        RewardLabel up = Labels.thumb("good", 1, "ann");
        RewardLabel down = Labels.thumb("bad", 0, "ann");
        balanced.learned(new double[4], batch(up, up, up, down));

        assertThat(slope(balanced, 0, up)).isCloseTo(-0.4f, within(1e-6f));
        assertThat(slope(balanced, 0, down)).isCloseTo(2 / 3f, within(1e-6f));
    }

    @Test
    void shouldForeseeALenientPersonsApprovalMoreThanAStrictOnes() {
        BinaryRewardObjective byPerson = objective(Shift.RATER, false, false);
        RewardLabel ann = Labels.thumb("good", 1, "ann");
        RewardLabel bob = Labels.thumb("good", 0, "bob");
        for (int i = 0; i < 20; i++) {
            LabelBatch one = new LabelBatch(List.of("a" + i, "b" + i), List.of(ann, bob), new double[][] {{1}, {1}});
            byPerson.learned(new double[2], one);
        }

        assertThat(byPerson.probability(ann, 0)).isCloseTo(11.0 / 12, within(1e-9));
        assertThat(byPerson.probability(bob, 0)).isCloseTo(1.0 / 12, within(1e-9));
        assertThat(byPerson.probability(Labels.thumb("good", 1, "cec"), 0)).isCloseTo(0.5, within(1e-9));
        assertThat(slope(byPerson, 0, ann)).isCloseTo(-1 / 12f, within(1e-5f));
        assertThat(byPerson.needs()).contains(Signal.USER_KEY);
    }

    /** Half is left of an up at 4 ln 3, so that its mean goes from 0 half of the way to 2 ln 3; half a vote makes the leniency. */
    @Test
    void shouldCountWhatTheFirewallLeft() {
        BinaryRewardObjective byPerson = objective(Shift.RATER, false, false);
        RewardLabel half = Labels.thumb("good", 1, "ann").times(0.5);
        LabelBatch cut = new LabelBatch(List.of("a"), List.of(half), new double[][] {{0.5}}, List.of(0.5));
        byPerson.learned(new double[] {4 * LN3}, cut);

        assertThat(byPerson.state())
                .containsEntry("up-mean", LN3)
                .containsEntry("rater-all:ann", 0.5)
                .containsEntry("rater-ups:ann", 0.5);
    }

    @Test
    void shouldLeavePairsOutOfItsHistory() {
        BinaryRewardObjective shifted = objective(Shift.CLASS_MEAN, false, true);
        Map<String, Double> before = shifted.state();
        shifted.learned(new double[] {9}, batch(Labels.pair("a", "b", 1, "ann")));

        assertThat(shifted.state()).isEqualTo(before);
    }

    @Test
    void shouldGoOnAlikeWhenRestored() {
        BinaryRewardObjective original = objective(Shift.RATER, true, true);
        original.learned(new double[] {1, -1}, batch(Labels.thumb("good", 1, "ann"), Labels.thumb("bad", 0, "bob")));
        ByLabelKind restored = new ByLabelKind(new ByLabelKind.Settings(
                PreferenceRewardObjective.Settings.defaults(),
                new BinaryRewardObjective.Settings(0, 1, Shift.RATER, 0.5, true, true, 10)));
        restored.restore(original.state());

        assertThat(restored.state()).containsAllEntriesOf(original.state());
        assertThat(restored.needs()).containsExactly(Signal.USER_KEY);
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatThrownBy(() -> new BinaryRewardObjective.Settings(0, 1, Shift.NONE, 2, false, false, 1))
                .hasMessageContaining("shift-decay is 2.0");
    }
}
