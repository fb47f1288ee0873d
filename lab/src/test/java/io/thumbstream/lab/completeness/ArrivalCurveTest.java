package io.thumbstream.lab.completeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalCurveTest {
    private static final double EXACT = 1e-12;

    /**
     * By hand: at 1 s 1 of 5 at risk votes, at 2 s 1 of 4, then one is lost from sight at 3 s, at 4 s 1 of 2 votes. Without a vote
     * remain 4/5, 3/5, 3/10; with one are 0.2, 0.4, 0.7.
     */
    @Test
    void shouldDivideByWhoWasWatchedWhenAnswersAreLostFromSight() {
        ArrivalCurve curve = ArrivalCurve.of(List.of(vote(1), vote(2), open(3), vote(4), open(5)), 1);

        assertThat(curve.arrivedBy(0.5)).isZero();
        assertThat(curve.arrivedBy(1)).isEqualTo(0.2, within(EXACT));
        assertThat(curve.arrivedBy(3.9)).isEqualTo(0.4, within(EXACT));
        assertThat(curve.arrivedBy(4)).isEqualTo(0.7, within(EXACT));
        assertThat(curve.horizon()).isEqualTo(5);
        assertThat(curve.share(2)).hasValueCloseTo(4.0 / 7, within(EXACT));
        assertThat(curve.share(5)).hasValueCloseTo(1.0, within(EXACT));
        assertThat(curve.atRisk(2)).isEqualTo(4);
        assertThat(curve.atRisk(2.5)).isEqualTo(3);
        assertThat(curve.votes(3)).isEqualTo(2);
    }

    /** By hand: the vote at 2 s was one of 3 at risk, the answer lost at 2 s among them; 1 - 2/3 * 0 at 3 s. */
    @Test
    void shouldCountAnAnswerAsWatchedAtTheAgeAtWhichItIsLost() {
        ArrivalCurve curve = ArrivalCurve.of(List.of(open(2), vote(2), vote(3)), 1);

        assertThat(curve.arrivedBy(2)).isEqualTo(1.0 / 3, within(EXACT));
        assertThat(curve.arrivedBy(3)).isEqualTo(1, within(EXACT));
    }

    @Test
    void shouldSayNothingWhereTooFewAreWatched() {
        List<Wait> waits = List.of(vote(1), vote(2), open(3), vote(4), open(5));

        ArrivalCurve curve = ArrivalCurve.of(waits, 3);
        assertThat(curve.horizon()).isEqualTo(3);
        assertThat(curve.share(3)).hasValueCloseTo(1.0, within(EXACT));
        assertThat(curve.share(1)).hasValueCloseTo(0.5, within(EXACT));
        assertThat(curve.share(4)).isEmpty();
        assertThat(ArrivalCurve.of(waits, 6).share(1)).isEmpty();
        assertThat(ArrivalCurve.of(waits, 6).horizon()).isZero();
    }

    @Test
    void shouldSayNothingAndNotZeroWhenNobodyVoted() {
        ArrivalCurve curve = ArrivalCurve.of(List.of(open(100), open(200)), 1);

        assertThat(curve.share(50)).isEmpty();
        assertThat(curve.atRisk(50)).isEqualTo(2);
        assertThat(ArrivalCurve.of(List.of(), 1).share(0)).isEmpty();
    }

    @Test
    void shouldRefuseAgesThatAreNone() {
        assertThatThrownBy(() -> open(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> vote(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> ArrivalCurve.of(List.of(), 0)).hasMessageContaining("1 or more");
    }

    /** Three in ten vote, after 300 s on average; answers are shown evenly over 1200 s, so that most waits are cut. */
    @Test
    void shouldFindTheTrueSharesWhereCountingArrivedVotesDoesNot() {
        long seed = 20_261_127;
        SeededRandom random = new SeededRandom(seed);
        List<Wait> waits = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            double watched = 1_200 * random.nextDouble();
            double delay = random.nextDouble() < 0.3 ? -300 * Math.log(1 - random.nextDouble()) : Double.MAX_VALUE;
            waits.add(delay <= watched ? vote(delay) : open(watched));
        }
        ArrivalCurve curve = ArrivalCurve.of(waits, 200);

        double horizon = curve.horizon();
        assertThat(horizon).as("seed %d", seed).isBetween(1_100.0, 1_200.0);
        double truth = (1 - Math.exp(-300 / 300.0)) / (1 - Math.exp(-horizon / 300));
        assertThat(curve.share(300).orElseThrow()).as("seed %d", seed).isEqualTo(truth, within(0.015));
        double counted = (double) curve.votes(300) / curve.votes(horizon);
        assertThat(counted - truth)
                .as("seed %d, counting those that came", seed)
                .isGreaterThan(0.05);
    }

    private static Wait vote(double seconds) {
        return new Wait(seconds, true);
    }

    private static Wait open(double seconds) {
        return new Wait(seconds, false);
    }
}
