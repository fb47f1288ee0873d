package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InfluenceCapTest {
    private static double[] people(double ones, double... loud) {
        double[] sums = Arrays.copyOf(loud, loud.length + (int) ones);
        Arrays.fill(sums, loud.length, sums.length, 1);
        return sums;
    }

    @Test
    void shouldCutOneLoudPersonToTheShareOfWhatIsLeft() {
        double limit = InfluenceCap.limit(people(19, 180), 5);

        assertThat(limit).as("0.25 * 19 / 0.75").isCloseTo(19.0 / 3, within(1e-12));
        assertThat(limit / (limit + 19)).isCloseTo(5.0 / 20, within(1e-12));
    }

    @Test
    void shouldCutSeveralToTheSameLimitWhenTheyAreLoud() {
        assertThat(InfluenceCap.limit(people(18, 100, 100), 5))
                .as("0.25 * 18 / 0.5")
                .isCloseTo(9, within(1e-12));
    }

    @Test
    void shouldNotLetALouderPersonRaiseTheLimit() {
        assertThat(InfluenceCap.limit(people(19, 1e6), 5)).isCloseTo(19.0 / 3, within(1e-9));
    }

    @Test
    void shouldCutNobodyWhenAllAreBelowTheirShareOrThePeopleAreFew() {
        assertThat(InfluenceCap.limit(people(20), 4)).isInfinite();
        assertThat(InfluenceCap.limit(people(19, 4), 5)).as("4 of 23").isInfinite();
        assertThat(InfluenceCap.limit(new double[] {1, 2, 300}, 4)).isInfinite();
        assertThat(InfluenceCap.limit(new double[] {5}, 4)).isInfinite();
    }
}
