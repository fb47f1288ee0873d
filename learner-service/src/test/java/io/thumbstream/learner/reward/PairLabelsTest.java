package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.reward.PairLabels.Asked;
import io.thumbstream.runtime.random.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Odds of 3 to 1 are a margin of ln 3 and a probability of 3/4. */
class PairLabelsTest {
    private static final double LN3 = Math.log(3);

    /** After 400 choices with strengths spread evenly from -1 to 3: the tenth is near -0.6, the median of their sizes near 1. */
    private static PairLabels experienced(LabelPolicy policy) {
        PairLabels labels = new PairLabels(policy, 0.4, 400);
        SeededRandom random = new SeededRandom(5);
        for (int i = 0; i < 400; i++) {
            double strength = -1 + 4 * random.nextDouble();
            labels.learned("choice-" + i, i % 2, i % 2 == 1 ? strength : -strength);
        }
        return labels;
    }

    @ParameterizedTest
    @EnumSource(LabelPolicy.class)
    void shouldTakeEveryChoiceAsItWasSaidBeforeTheModelKnowsAnything(LabelPolicy policy) {
        PairLabels labels = new PairLabels(policy, 0.4, 10);

        assertThat(labels.asked("a", 1, -LN3)).isEqualTo(new Asked(1, 0));
        assertThat(labels.asked("a", 0, LN3)).isEqualTo(new Asked(0, 0));
    }

    @ParameterizedTest
    @EnumSource(LabelPolicy.class)
    void shouldLeaveTiesAlone(LabelPolicy policy) {
        assertThat(experienced(policy).asked("a", 0.5, -5)).isEqualTo(new Asked(0.5, 0));
    }

    @Test
    void shouldTurnRoundOnlyWhatStandsAgainstTheModelInTheLowestTenth() {
        PairLabels labels = experienced(LabelPolicy.FLIP);

        assertThat(labels.asked("a", 1, -0.9)).isEqualTo(new Asked(0, 0));
        assertThat(labels.asked("a", 0, 0.9)).isEqualTo(new Asked(1, 0));
        assertThat(labels.asked("a", 1, -0.1)).isEqualTo(new Asked(1, 0));
        assertThat(labels.asked("a", 1, 0.9)).isEqualTo(new Asked(1, 0));
    }

    @Test
    void shouldNotTurnRoundWhatTheModelAgreesWithHoweverLow() {
        PairLabels labels = new PairLabels(LabelPolicy.FLIP, 0.4, 0);
        for (int i = 0; i < 200; i++) {
            labels.learned("a" + i, 1, 5);
        }

        assertThat(labels.asked("a", 1, 0.01)).isEqualTo(new Asked(1, 0));
    }

    /** The mean of the members alone would be a target that teaches them nothing. */
    @Test
    void shouldMixWhatWasSaidWithWhatTheMembersForesaw() {
        PairLabels labels = experienced(LabelPolicy.SOFT);

        assertThat(labels.asked("a", 1, LN3).target()).isCloseTo(0.6 + 0.4 * 0.75, within(1e-12));
        assertThat(labels.asked("a", 0, LN3).target()).isCloseTo(0.4 * 0.75, within(1e-12));
    }

    @Test
    void shouldAskForALeadThatEndsAtTwo() {
        PairLabels labels = experienced(LabelPolicy.MARGIN);

        assertThat(labels.asked("a", 1, LN3)).isEqualTo(new Asked(1, LN3));
        assertThat(labels.asked("a", 0, -LN3)).isEqualTo(new Asked(0, -LN3));
        assertThat(labels.asked("a", 1, 9)).isEqualTo(new Asked(1, 2));
        assertThat(labels.asked("a", 1, -9)).as("not against the model").isEqualTo(new Asked(1, 0));
    }

    @Test
    void shouldFlipSoftenAndLeadByStrengthWhenAllAreAskedFor() {
        PairLabels labels = experienced(LabelPolicy.STRENGTH);

        assertThat(labels.asked("a", 1, -1.9)).as("doubtful").isEqualTo(new Asked(0, -1.9));
        assertThat(labels.asked("a", 0, 1.9)).as("doubtful").isEqualTo(new Asked(1, 1.9));
        assertThat(labels.asked("a", 1, 0.1).target()).as("weak").isBetween(0.6, 0.9);
        assertThat(labels.asked("a", 1, 1.9)).as("strong").isEqualTo(new Asked(1, 1.9));
    }

    /** Said 1, foreseen 3/4 at the first visit and 1/4 at the second: 1, then 0.9, then 0.64. */
    @Test
    void shouldMoveTowardsWhatWasForeseenAtEachVisitAndStartWithTheRawLabel() {
        PairLabels labels = new PairLabels(LabelPolicy.SMOOTHED, 0.4, 0);

        assertThat(labels.asked("a", 1, LN3).target()).isEqualTo(1);
        labels.learned("a", 1, LN3);
        assertThat(labels.asked("a", 1, 7).target()).isCloseTo(0.9, within(1e-12));
        labels.learned("a", 1, -LN3);
        assertThat(labels.asked("a", 1, 7).target()).isCloseTo(0.64, within(1e-12));
        assertThat(labels.asked("b", 1, 7).target()).as("another choice").isEqualTo(1);
        assertThat(labels.asked("a", 0, 7).target()).as("revised").isZero();
    }

    @ParameterizedTest
    @EnumSource(LabelPolicy.class)
    void shouldGoOnAlikeWhenRestored(LabelPolicy policy) {
        PairLabels labels = experienced(policy);
        PairLabels restored = new PairLabels(policy, 0.4, 400);
        restored.learned("other", 1, -3);

        restored.restore(labels.state());

        assertThat(restored.state()).containsExactlyEntriesOf(labels.state());
        for (double margin : new double[] {-2, -0.3, 0.4, 2}) {
            assertThat(restored.asked("choice-7", 1, margin)).isEqualTo(labels.asked("choice-7", 1, margin));
        }
    }
}
