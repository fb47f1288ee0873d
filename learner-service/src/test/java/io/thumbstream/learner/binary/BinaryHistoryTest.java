package io.thumbstream.learner.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Running means, shares and shifts by hand. */
class BinaryHistoryTest {
    private static final int[] PROMPT = {3, 4};

    private static BinaryHistory history(Shift shift, boolean matching, boolean balance) {
        return new BinaryHistory(new BinaryHistory.Rules(shift, 0.5, matching, balance, 4), 1);
    }

    private static Judgement said(String id, double value, double approval, String rater) {
        return new Judgement(id, value, approval, 1, PROMPT, Optional.of(rater));
    }

    /** A judgement of weight 1 of which a share is left. */
    private static Judgement cut(String id, double value, double approval, String rater, double left) {
        return new Judgement(id, value, approval, left, PROMPT, Optional.of(rater), left);
    }

    private static Judgement about(int[] prompt, double approval) {
        return new Judgement("any", 0, approval, 1, prompt, Optional.empty());
    }

    private static List<Judgement> threeUpOneDown() {
        return List.of(said("a", 2, 1, "ann"), said("b", 4, 1, "ann"), said("c", 6, 1, "bob"), said("d", -1, 0, "bob"));
    }

    /** Ups have mean 4 and downs -1, so from 0 the means come to 2 and -1/2; all have mean 11/4. */
    @Test
    void shouldShiftByTheMeansOfEarlierSteps() {
        for (Shift shift : new Shift[] {Shift.NONE, Shift.POOLED, Shift.CLASS_MEAN}) {
            BinaryHistory history = history(shift, false, false);
            history.note(threeUpOneDown());

            double expected =
                    switch (shift) {
                        case POOLED -> 11.0 / 8;
                        case CLASS_MEAN -> 0.75;
                        default -> 0;
                    };
            assertThat(history.shift(said("e", 9, 1, "ann"))).as("%s", shift).isCloseTo(expected, within(1e-12));
        }
    }

    /** The known error of a public trainer: with 92 % ups a pooled mean stands almost at the mean of the ups. */
    @Test
    void shouldTellThePooledMeanFromThatOfTheClassesWhenThumbsAreOneSided() {
        List<Judgement> oneSided = new ArrayList<>();
        List<Judgement> balanced = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean up = i < 92;
            oneSided.add(said("o" + i, up ? 1 : -1, up ? 1 : 0, "ann"));
            balanced.add(said("b" + i, i < 50 ? 1 : -1, i < 50 ? 1 : 0, "ann"));
        }
        Judgement next = said("next", 0, 1, "ann");
        for (List<Judgement> step : List.of(oneSided, balanced)) {
            BinaryHistory pooled = history(Shift.POOLED, false, false);
            BinaryHistory byClass = history(Shift.CLASS_MEAN, false, false);
            pooled.note(step);
            byClass.note(step);

            double mean = step == oneSided ? 0.42 : 0;
            assertThat(byClass.shift(next)).isCloseTo(0, within(1e-12));
            assertThat(pooled.shift(next)).isCloseTo(mean, within(1e-12));
        }
    }

    /** A quarter is left of an up at 4: the means go a quarter of the way from 0 to 2, the share of ups a quarter of that from 1/2 to 3/4. */
    @Test
    void shouldMoveAsMuchLessAsWasTakenWhereOnlyCutLabelsSpeak() {
        BinaryHistory history = history(Shift.POOLED, false, false);
        history.note(List.of(cut("a", 4, 1, "ann", 0.25)));

        assertThat(history.state())
                .containsEntry("up-mean", 0.5)
                .containsEntry("down-mean", 0.0)
                .containsEntry("pooled-mean", 0.5)
                .containsEntry("up-share", 0.5625);
    }

    /** An up at 4, and of one at 8 a quarter: {@code (4 + 2) / 2}, half of it, where the first alone of two moves the mean to 1. */
    @Test
    void shouldLetOthersMoveTheMeansAsIfNobodyWasCut() {
        BinaryHistory history = history(Shift.CLASS_MEAN, false, false);
        history.note(List.of(said("a", 4, 1, "ann"), cut("b", 8, 1, "bob", 0.25)));

        assertThat(history.state().getOrDefault("up-mean", Double.NaN)).isCloseTo(1.5, within(1e-12));
    }

    /** Half is left of two ups of Ann, so she has one of one; Bob has one of two, and everybody two of three. */
    @Test
    void shouldCountOfAPersonWhatIsLeft() {
        BinaryHistory history = history(Shift.RATER, false, false);
        history.note(List.of(cut("a", 0, 1, "ann", 0.5), cut("b", 0, 1, "ann", 0.5)));
        history.note(List.of(said("c", 0, 1, "bob"), said("d", 0, 0, "bob")));

        // (1 + 4 (2 + 1) / (3 + 2)) / 5 against 3 / 5
        double ann = Math.log(0.68 / 0.32) - Math.log(1.5);
        assertThat(history.shift(said("e", 0, 1, "ann"))).isCloseTo(-ann, within(1e-12));
        BinaryHistory restored = history(Shift.RATER, false, false);
        restored.restore(history.state());
        assertThat(restored.state()).containsExactlyEntriesOf(history.state());

        BinaryHistory expected = history(Shift.RATER, false, false);
        expected.note(List.of(cut("b", 0, 1, "ann", 0.5), said("a", 0, 0, "ann")));
        expected.note(List.of(said("c", 0, 1, "bob"), said("d", 0, 0, "bob")));
        restored.note(List.of(said("a", 0, 0, "ann")));
        assertThat(restored.shift(said("e", 0, 1, "ann")))
                .as("what was counted is taken back, and no more")
                .isCloseTo(expected.shift(said("e", 0, 1, "ann")), within(1e-12));
    }

    /** The share of ups goes from 1/2 to (1/2 + 3/4) / 2 = 5/8: ups weigh 4/5, downs 4/3. */
    @Test
    void shouldGiveBothClassesTheSameWeightInAllWhenAsked() {
        BinaryHistory balanced = history(Shift.NONE, false, true);
        BinaryHistory plain = history(Shift.NONE, false, false);
        balanced.note(threeUpOneDown());
        plain.note(threeUpOneDown());
        Judgement mixed = said("e", 0, 0.25, "ann");

        assertThat(balanced.upWeight(mixed)).isCloseTo(0.25 * 0.8, within(1e-12));
        assertThat(balanced.downWeight(mixed)).isCloseTo(0.75 * 4 / 3, within(1e-12));
        assertThat(plain.upWeight(mixed)).isEqualTo(0.25);
        assertThat(plain.downWeight(mixed)).isEqualTo(0.75);
    }

    @Test
    void shouldCutTheWeightOfARareClass() {
        BinaryHistory balanced = history(Shift.NONE, false, true);
        for (int step = 0; step < 20; step++) {
            balanced.note(List.of(said("up" + step, 1, 1, "ann")));
        }

        assertThat(balanced.downWeight(said("e", 0, 0, "ann"))).isEqualTo(4);
    }

    /** Ann approved of 2 of 2 and Bob of 1 of 2; everybody's share is 4/6, Ann's (2 + 8/3) / 6, Bob's (1 + 8/3) / 6. */
    @Test
    void shouldAskMoreOfThePraiseOfALenientPerson() {
        BinaryHistory history = history(Shift.RATER, false, false);
        history.note(threeUpOneDown());

        double everybody = Math.log(2);
        double ann = Math.log(14.0 / 18 / (4.0 / 18));
        double bob = Math.log(11.0 / 18 / (7.0 / 18));
        assertThat(history.shift(said("e", 0, 1, "ann"))).isCloseTo(0.75 - (ann - everybody), within(1e-12));
        assertThat(history.shift(said("e", 0, 1, "bob"))).isCloseTo(0.75 - (bob - everybody), within(1e-12));
        assertThat(history.shift(said("e", 0, 1, "never heard"))).isEqualTo(0.75);
    }

    @Test
    void shouldLeaveAJudgementOutOfItsOwnHistory() {
        BinaryHistory history = history(Shift.RATER, false, false);
        history.note(threeUpOneDown());

        // without a, Ann approved of 1 of 1: (1 + 8/3) / 5
        double ann = Math.log(11.0 / 15 / (4.0 / 15)) - Math.log(2);
        assertThat(history.shift(said("a", 0, 1, "ann"))).isCloseTo(0.75 - ann, within(1e-12));
    }

    @Test
    void shouldCountAJudgementOnceWhenItIsLearnedAgainOrRevised() {
        BinaryHistory once = history(Shift.RATER, false, false);
        BinaryHistory again = history(Shift.RATER, false, false);
        once.note(List.of(said("a", 0, 1, "ann"), said("b", 0, 0, "ann")));
        again.note(List.of(said("a", 0, 0, "ann"), said("b", 0, 0, "ann")));
        again.note(List.of(said("a", 0, 1, "ann"), said("b", 0, 0, "ann")));

        Judgement next = said("c", 0, 1, "ann");
        assertThat(again.shift(next)).isCloseTo(once.shift(next), within(1e-12));
    }

    /** A count below zero would have no logarithm. */
    @Test
    void shouldForgetWhatWasWithdrawnAndTellPeopleApartUnderOneId() {
        BinaryHistory history = history(Shift.RATER, false, false);
        history.note(List.of(said("a", 0, 1, "ann"), said("a", 0, 0, "bob"), said("b", 0, 1, "ann")));
        history.note(List.of(new Judgement("b", 0, 1, 0, PROMPT, Optional.of("ann"))));
        BinaryHistory expected = history(Shift.RATER, false, false);
        expected.note(List.of(said("a", 0, 1, "ann"), said("a", 0, 0, "bob")));

        for (String rater : List.of("ann", "bob")) {
            Judgement next = said("c", 0, 1, rater);
            assertThat(history.shift(next)).as(rater).isCloseTo(expected.shift(next), within(1e-12));
        }
    }

    @Test
    void shouldSayNothingOfPromptsBeforeBothClassesWereSeen() {
        BinaryHistory history = new BinaryHistory(new BinaryHistory.Rules(Shift.PROMPT, 0, true, false, 4), 3);
        history.note(List.of(about(new int[] {1}, 1), about(new int[] {1}, 1), about(new int[] {2}, 0)));

        assertThat(history.shift(about(new int[] {1}, 1))).isZero();
        assertThat(history.downWeight(about(new int[] {1}, 0))).isEqualTo(1);
    }

    /** Prompts with token 1 are approved of nine times in ten, those with token 2 one time in ten. */
    @Test
    void shouldWeighTheDownsOfPromptsByHowOftenTheyAreSeenWithUps() {
        BinaryHistory history = history(Shift.PROMPT, true, false);
        for (int i = 0; i < 400; i++) {
            boolean liked = i % 2 == 0;
            boolean usual = i % 20 >= 2;
            history.note(List.of(about(new int[] {liked ? 1 : 2}, liked == usual ? 1 : 0)));
        }
        int[] liked = {1};
        int[] disliked = {2};

        // p / (1 - p) comes near 9 and 1 / 9, which is cut at 1 / 2; ups keep their weight
        assertThat(history.downWeight(about(liked, 0))).isBetween(4.0, 10.0);
        assertThat(history.downWeight(about(disliked, 0))).isEqualTo(0.5);
        assertThat(history.upWeight(about(liked, 1))).isEqualTo(1);
        assertThat(history.shift(about(liked, 1))).isLessThan(-1);
        assertThat(history.shift(about(disliked, 1))).isGreaterThan(1);
    }

    /** Matching can change what is learned only where the two classes come from different prompts: here both prompts are liked three times in four. */
    @Test
    void shouldWeighAllDownsAlmostAlikeWhenBothClassesComeFromTheSamePrompts() {
        BinaryHistory history = history(Shift.PROMPT, true, false);
        for (int i = 0; i < 400; i++) {
            history.note(List.of(about(new int[] {1 + i % 2}, i / 2 % 4 == 3 ? 0 : 1)));
        }

        for (int token = 1; token <= 2; token++) {
            int[] prompt = {token};
            assertThat(history.downWeight(about(prompt, 0))).isCloseTo(1, within(0.3));
            assertThat(history.shift(about(prompt, 1))).isCloseTo(0, within(0.3));
        }
    }

    @Test
    void shouldGoOnAlikeWhenRestored() {
        for (Shift shift : Shift.values()) {
            BinaryHistory history = history(shift, true, true);
            history.note(threeUpOneDown());
            BinaryHistory restored = history(shift, true, true);
            restored.note(List.of(said("x", 5, 0, "eve")));
            restored.restore(history.state());
            List<Judgement> more = List.of(said("a", 1, 0, "ann"), said("f", -3, 0, "cec"));
            history.note(more);
            restored.note(more);

            assertThat(restored.state()).as("%s", shift).containsExactlyEntriesOf(history.state());
        }
    }

    @Test
    void shouldRefuseRulesOutOfRange() {
        assertThatThrownBy(() -> new BinaryHistory.Rules(Shift.NONE, 1, false, false, 1))
                .hasMessageContaining("shift-decay is 1.0");
        assertThatThrownBy(() -> new BinaryHistory.Rules(Shift.NONE, 0, false, false, 0.5))
                .hasMessageContaining("balance-cap 0.5");
    }
}
