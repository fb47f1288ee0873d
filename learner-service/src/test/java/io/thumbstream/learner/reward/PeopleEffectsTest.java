package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.model.reward.ScoreInput;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps by hand: {@code rate * g / sqrt(1/4 + sum of g^2)}. */
class PeopleEffectsTest {
    private static final double RATE = 0.1;
    private static final PeopleEffects.Settings SETTINGS = new PeopleEffects.Settings(RATE, RATE, RATE, 2);
    /** log(1 + 1) - log(1 + 3) = -log 2. */
    private static final RewardLabel PAIR = Labels.pair("a", "bcd", 1, "ann");

    private final PeopleEffects people = new PeopleEffects(SETTINGS);

    private static RewardLabel thumb(String user) {
        return Labels.thumb("any", 1, user);
    }

    @Test
    void shouldAddNothingWhenNobodyWasHeard() {
        assertThat(people.offset(PAIR)).isZero();
        assertThat(people.offset(thumb("ann"))).isZero();
    }

    @Test
    void shouldMoveThePersonAndEverybodyAgainstTheGradientWhenOneAnswerIsJudged() {
        double once = RATE * 0.5 / Math.sqrt(0.25 + 0.25);
        people.learn(thumb("ann"), -0.5);

        assertThat(people.offset(thumb("ann"))).as("her own and everybody's").isCloseTo(2 * once, within(1e-12));
        assertThat(people.offset(thumb("bob"))).as("everybody's").isCloseTo(once, within(1e-12));
        assertThat(people.offset(PAIR)).as("a pair has no readiness to approve").isZero();
    }

    @Test
    void shouldTakeSmallerStepsWhenHeardAgain() {
        people.learn(thumb(""), -0.5);
        people.learn(thumb(""), -0.5);

        double expected = RATE * 0.5 / Math.sqrt(0.25 + 0.25) + RATE * 0.5 / Math.sqrt(0.25 + 0.5);
        assertThat(people.offset(thumb("bob"))).isCloseTo(expected, within(1e-12));
    }

    @Test
    void shouldLearnLikingsOfLengthAndPlaceWhenAPairIsJudged() {
        people.learn(PAIR, -0.5);

        double byLength = 0.5 * Math.log(2);
        double length = -RATE * byLength / Math.sqrt(0.25 + byLength * byLength);
        double place = RATE * 0.5 / Math.sqrt(0.25 + 0.25);
        assertThat(people.offset(PAIR)).isCloseTo(-Math.log(2) * length + place, within(1e-12));
        assertThat(people.offset(Labels.pair("bcd", "a", 1, "ann")))
                .as("length speaks for the other, place does not")
                .isCloseTo(Math.log(2) * length + place, within(1e-12));
        assertThat(people.offset(Labels.pair("a", "bcd", 1, "bob"))).isZero();
    }

    /** log(1 + 1) less the mean of log(1 + 3) and log(1 + 7) is -1.5 log 2. */
    @Test
    void shouldLearnLikingsOfLengthButNotOfPlaceWhenTheBestStandsFirst() {
        RewardLabel best = Labels.best("ann", "a", "bcd", "bcdefgh");
        people.learn(best, -0.5);

        double byLength = 1.5 * 0.5 * Math.log(2);
        double length = -RATE * byLength / Math.sqrt(0.25 + byLength * byLength);
        assertThat(people.offset(best)).isCloseTo(-1.5 * Math.log(2) * length, within(1e-12));
        assertThat(people.offset(Labels.pair("same", "same", 1, "ann")))
                .as("what stands first was chosen, not shown first")
                .isZero();
    }

    @Test
    void shouldLearnNothingFromAnUnknownPersonsPair() {
        people.learn(Labels.pair("a", "bcd", 1, ""), -0.5);

        assertThat(people.save()).singleElement().satisfies(all -> assertThat(all.numbers())
                .containsOnly(0));
    }

    @Test
    void shouldForgetWhoWasHeardLongestAgoWhenFull() {
        List.of("ann", "bob", "ann", "cec").forEach(user -> people.learn(thumb(user), -0.5));

        assertThat(people.save()).extracting(PeopleEffects.Saved::key).containsExactly("", "ann", "cec");
        assertThat(people.offset(thumb("bob"))).isEqualTo(people.offset(thumb("never heard")));
    }

    @Test
    void shouldGoOnAlikeWhenRestored() {
        List.of("ann", "bob", "ann").forEach(user -> people.learn(thumb(user), -0.25));
        people.learn(PAIR, 0.3);
        PeopleEffects restored = new PeopleEffects(SETTINGS);
        restored.learn(thumb("dan"), 0.7);

        restored.restore(people.save());
        for (PeopleEffects each : List.of(people, restored)) {
            each.learn(thumb("cec"), 0.1);
            each.learn(PAIR, -0.2);
        }

        assertThat(restored.offset(PAIR)).isEqualTo(people.offset(PAIR));
        assertThat(restored.save())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(people.save());
    }

    /** The empty key names everybody in what is saved; a person of that name would take everybody's place when it is restored. */
    @Test
    void shouldTakeAnEmptyKeyForNobody() {
        RewardLabel nobody =
                new RewardLabel(LabelKind.BINARY, List.of(new ScoreInput("asked", "any")), 1, 1, Optional.of(""));
        people.learn(nobody, -0.5);
        PeopleEffects restored = new PeopleEffects(SETTINGS);
        restored.restore(people.save());

        assertThat(people.save()).extracting(PeopleEffects.Saved::key).containsExactly("");
        assertThat(restored.offset(nobody)).isEqualTo(people.offset(nobody)).isPositive();
    }

    @Test
    void shouldRefuseAStateOfAnotherShape() {
        assertThatThrownBy(() -> people.restore(List.of(new PeopleEffects.Saved("ann", new double[5]))))
                .hasMessageContaining("5 numbers instead of 6");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 5.1, Double.NaN})
    void shouldRefuseRatesOutOfRange(double rate) {
        assertThatThrownBy(() -> new PeopleEffects.Settings(0.1, rate, 0.1, 10)).hasMessageContaining("" + rate);
        assertThatThrownBy(() -> new PeopleEffects.Settings(0.1, 0.1, 0.1, 0)).hasMessageContaining("limit is 0");
    }
}
