package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two prompts with four answers to each, by hand. */
class BestOfCurveTest {
    private static BestOfCurve.Scored answer(double score, double worth, int length) {
        return new BestOfCurve.Scored(score, worth, length);
    }

    @Test
    void shouldTakeTheBestByScoreAndNotByWorth() {
        BestOfCurve best = new BestOfCurve(4);
        // by score the worths are 0.2, 0.4, 0.9 and 0.5: the score has the last two the wrong way round
        best.add(List.of(answer(4, 0.5, 8), answer(1, 0.2, 2), answer(3, 0.9, 6), answer(2, 0.4, 4)));
        best.add(List.of(answer(1, 0.1, 1), answer(2, 0.1, 1), answer(3, 0.1, 1), answer(4, 0.1, 1)));
        ArmCurve curve = best.curve();

        assertThat(curve.bestOf()).isTrue();
        assertThat(curve.points()).extracting(ArmCurve.Point::step).containsExactly(1, 2, 4);
        // of six draws of two the second is best in one, the third in two, the fourth in three
        double two = (0.4 + 2 * 0.9 + 3 * 0.5) / 6;
        assertThat(worth(curve, 0)).isEqualTo((0.5 + 0.1) / 2, within(1e-12));
        assertThat(worth(curve, 1)).isEqualTo((two + 0.1) / 2, within(1e-12));
        assertThat(worth(curve, 2)).isEqualTo((0.5 + 0.1) / 2, within(1e-12));
        assertThat(curve.points().get(1).score()).isEqualTo((2 + 2 * 3 + 3 * 4) / 6.0, within(1e-12));
        assertThat(curve.points().get(2).length()).isEqualTo((8 + 1) / 2.0, within(1e-12));
        assertThat(curve.points().get(0).kl()).isZero();
        assertThat(curve.points().get(2).kl()).isEqualTo(Math.log(4) - 0.75, within(1e-12));
        assertThat(curve.metric(Claim.Metric.PEAK_GOLD)).isEqualTo((two + 0.1) / 2, within(1e-12));
        assertThat(curve.metric(Claim.Metric.PEAK_KL)).isEqualTo(Math.log(2) - 0.5, within(1e-12));
    }

    @Test
    void shouldRefuseFewerAnswersThanItTakesTheBestOf() {
        BestOfCurve best = new BestOfCurve(4);

        assertThatThrownBy(() -> best.add(List.of(answer(1, 1, 1)))).hasMessageContaining("give 4");
    }

    private static double worth(ArmCurve curve, int i) {
        return curve.points().get(i).worth();
    }
}
