package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.binary.Shift;
import io.thumbstream.learner.correct.ConfiguredCorrections;
import io.thumbstream.learner.correct.CorrectionSettings;
import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the trunk and the people are told, by hand: ties are halves, so slopes are probability less target. */
class RewardTrainerTest {
    private static final double LN3 = Math.log(3);
    private static final RewardObjective OBJECTIVE = new ByLabelKind(new ByLabelKind.Settings(
            PreferenceRewardObjective.Settings.said(TieModel.HALF, 1), BinaryRewardObjective.Settings.defaults()));

    private static final ConfiguredCorrections NONE = new ConfiguredCorrections(CorrectionSettings.none());

    private final FixedTrunk trunk = new FixedTrunk(Map.of("good", LN3, "fair", 0.0), true);
    private final PeopleEffects people = new PeopleEffects(new PeopleEffects.Settings(0.3, 0.1, 0.1, 10));

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    private static RewardTrainer.Identified identified(String id, RewardLabel label) {
        return new RewardTrainer.Identified(id, label);
    }

    @Test
    void shouldPredictFromScoresAndPeopleWithoutLearning() {
        try (RewardTrainer trainer = new RewardTrainer(trunk, OBJECTIVE, people, NONE)) {
            List<RewardLabel> labels = List.of(
                    Labels.pair("good", "fair", 1, "ann"),
                    Labels.thumb("good", 0, "ann"),
                    Labels.pair("fair", "good", 1, ""));

            assertThat(trainer.predict(labels)).containsExactly(new double[] {0.75, 0.75, 0.25}, within(1e-9));
            assertThat(trunk.gradients()).isEmpty();

            people.learn(Labels.thumb("other", 1, "ann"), -1);
            double approving = people.offset(labels.get(1));
            assertThat(trainer.predict(labels))
                    .containsExactly(new double[] {0.75, Logits.sigmoid(LN3 + approving), 0.25}, within(1e-9));
        }
    }

    @Test
    void shouldHandEachAnswerItsSlopeTimesTheBootstrapWeights() {
        double[] pair = BootstrapWeights.of("pair", 2, 1);
        double[] thumb = BootstrapWeights.of("thumb", 2, 3);
        try (RewardTrainer trainer = new RewardTrainer(trunk, OBJECTIVE, people, NONE)) {
            RewardTrainer.Update update = trainer.learn(
                    List.of(
                            identified("pair", Labels.pair("fair", "good", 1, "")),
                            identified("thumb", Labels.weighing(Labels.thumb("good", 0, ""), 3))),
                    7);

            assertThat(update.applied()).isTrue();
            assertThat(update.measures()).containsKeys("pair_loss", "binary_loss");
            assertThat(trunk.gradients()).hasSize(3);
            assertThat(trunk.gradients().get(0))
                    .as("fair, preferred")
                    .containsExactly(times(pair, -0.75), within(1e-6));
            assertThat(trunk.gradients().get(1))
                    .as("good, not preferred")
                    .containsExactly(times(pair, 0.75), within(1e-6));
            assertThat(trunk.gradients().get(2))
                    .as("good, disapproved")
                    .containsExactly(times(thumb, 0.75), within(1e-6));
        }
    }

    @Test
    void shouldCorrectEachLabelByWhatTheModelBelieves() {
        Evidence late = new Evidence(FeedbackKind.OUTCOME, false, 90, 1);
        Evidence silent = new Evidence(FeedbackKind.OUTCOME, true, 60, 1);
        RewardLabel yes = Labels.knownBy(Labels.thumb("fair", 1, ""), late);
        RewardLabel silence = Labels.knownBy(Labels.thumb("good", 0.5, ""), silent);
        try (RewardTrainer trainer = new RewardTrainer(trunk, OBJECTIVE, people, Labels.lateOutcomes(0.5))) {
            RewardTrainer.Update update = trainer.learn(List.of(identified("yes", yes), identified("no", silence)), 7);

            // the model gives fair 1/2 and good 3/4: a quarter and three eighths of the answers say yes later
            double heavyYes = 1.25;
            double heavyNo = 1.375 * 0.25 / (1 - 0.375);
            assertThat(trunk.gradients().get(0))
                    .as("fair, approved")
                    .containsExactly(times(BootstrapWeights.of("yes", 2, heavyYes), -0.5), within(1e-6));
            assertThat(trunk.gradients().get(1))
                    .as("good, silence")
                    .containsExactly(times(BootstrapWeights.of("no", 2, heavyNo), 0.75), within(1e-6));
            assertThat(update.measures()).containsEntry("correction-clipped", 0.0);
            assertThat(update.measures().get("correction-weight")).isCloseTo((heavyYes + heavyNo) / 2, within(1e-9));
        }
    }

    @Test
    void shouldMeasureNoCorrectionWhenThereIsNone() {
        try (RewardTrainer trainer = new RewardTrainer(trunk, OBJECTIVE, people, NONE)) {
            RewardTrainer.Update update = trainer.learn(List.of(identified("thumb", Labels.thumb("good", 1, ""))), 7);

            assertThat(update.measures()).doesNotContainKey("correction-weight");
        }
    }

    @Test
    void shouldTellThePersonTheMeanSlopeOverTheMembers() {
        double[] weights = BootstrapWeights.of("thumb", 2, 1);
        double slope = -0.25 * (weights[0] + weights[1]) / 2;
        PeopleEffects expected = new PeopleEffects(new PeopleEffects.Settings(0.3, 0.1, 0.1, 10));
        RewardLabel liked = Labels.thumb("good", 1, "ann");
        expected.learn(liked, slope);
        try (RewardTrainer trainer = new RewardTrainer(trunk, OBJECTIVE, people, NONE)) {
            assertThat(trainer.learn(List.of(identified("thumb", liked)), 7).applied())
                    .isTrue();
        }

        assertThat(people.offset(liked)).isPositive().isCloseTo(expected.offset(liked), within(1e-6));
    }

    @Test
    void shouldLeaveThePeopleAloneWhenTheTrunkRefuses() {
        FixedTrunk refusing = new FixedTrunk(Map.of(), false);
        RewardLabel liked = Labels.thumb("good", 1, "ann");
        try (RewardTrainer trainer = new RewardTrainer(refusing, OBJECTIVE, people, NONE)) {
            assertThat(trainer.learn(List.of(identified("thumb", liked)), 7).applied())
                    .isFalse();
        }

        assertThat(refusing.gradients()).hasSize(1);
        assertThat(people.offset(liked)).isZero();
    }

    @Test
    void shouldAddTheTermsToTheObjective() {
        RewardLabel choice = Labels.pair("good", "fair", 1, "");
        double[] weights = BootstrapWeights.of("pair", 2, 1);
        List<AuxiliaryRewardTerm> terms = List.of(new CentringTerm(new CentringTerm.Settings(0.5)));
        try (RewardTrainer trainer = new RewardTrainer(trunk, OBJECTIVE, people, NONE, terms)) {
            RewardTrainer.Update update = trainer.learn(List.of(identified("pair", choice)), 7);

            // probability less target is -1/4, and 0.5 (ln 3 + 0)^2 has the slope ln 3 for both
            assertThat(trunk.gradients().get(0)).containsExactly(times(weights, -0.25 + LN3), within(1e-6));
            assertThat(trunk.gradients().get(1)).containsExactly(times(weights, 0.25 + LN3), within(1e-6));
            assertThat(update.measures()).containsKeys("pair_loss", "centring_loss");
        }
    }

    @Test
    void shouldRefuseATermThatReadsWhatTheTrunkCannotWrite() {
        List<AuxiliaryRewardTerm> terms = List.of(AuxiliaryRewardTerms.CATALOG.create("text-generation-term"));

        assertThatThrownBy(() -> new RewardTrainer(trunk, OBJECTIVE, people, NONE, terms))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a fixed trunk lacks")
                .hasMessageContaining("set learner.reward.trunk to transformer");
    }

    @Test
    void shouldTellTheObjectiveWhatItForesawOnlyWhenTheUpdateWasApplied() {
        RewardObjective smoothed = new PreferenceRewardObjective(
                new PreferenceRewardObjective.Settings(TieModel.HALF, 1, LabelPolicy.SMOOTHED, 0.4, 0));
        RewardLabel choice = Labels.pair("good", "fair", 1, "");
        FixedTrunk refusing = new FixedTrunk(Map.of("good", LN3), false);
        try (RewardTrainer trainer = new RewardTrainer(refusing, smoothed, people, NONE)) {
            assertThat(trainer.learn(List.of(identified("pair", choice)), 7).applied())
                    .isFalse();
        }
        assertThat(smoothed.state()).containsEntry("pair-learned", 0.0);
        try (RewardTrainer trainer = new RewardTrainer(trunk, smoothed, people, NONE)) {
            assertThat(trainer.learn(List.of(identified("pair", choice)), 7).applied())
                    .isTrue();
        }

        assertThat(smoothed.state().getOrDefault("pair-smoothed:pair@1.0", 0.0))
                .isCloseTo(0.6 + 0.4 * 0.75, within(1e-9));
    }

    /** Of a vote at margin ln 3 half is left, so that the mean goes half of the way to ln 3 / 2. */
    @Test
    void shouldTellTheObjectiveWhatTheFirewallLeft() {
        RewardObjective shifted = new BinaryRewardObjective(
                new BinaryRewardObjective.Settings(0, 1, Shift.CLASS_MEAN, 0.5, false, false, 10));
        RewardLabel half = Labels.thumb("good", 1, "").times(0.5);
        try (RewardTrainer trainer = new RewardTrainer(trunk, shifted, people, NONE)) {
            assertThat(trainer.learn(List.of(new RewardTrainer.Identified("thumb", half, 0.5)), 7)
                            .applied())
                    .isTrue();
        }

        assertThat(shifted.state().getOrDefault("up-mean", 0.0)).isCloseTo(LN3 / 4, within(1e-9));
    }

    private static double[] times(double[] weights, double slope) {
        return new double[] {weights[0] * slope, weights[1] * slope};
    }
}
