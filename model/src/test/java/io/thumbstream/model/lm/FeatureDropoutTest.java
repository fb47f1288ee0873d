package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureDropoutTest {
    /** Of 10,000 draws the share of zeros has a deviation of 0.0043. */
    @Test
    void shouldLeaveOutTheShareAndScaleTheRest() {
        long seed = 11;
        float[] factors = new FeatureDropout(0.25, seed).factors(10_000);
        int left = 0;
        for (float factor : factors) {
            left += factor == 0 ? 1 : 0;
            if (factor != 0) {
                assertThat((double) factor).as("seed %d", seed).isCloseTo(4.0 / 3, within(1e-6));
            }
        }

        assertThat(left / 10_000.0).as("seed %d", seed).isCloseTo(0.25, within(0.02));
    }

    @Test
    void shouldDrawTheSameForASeedAndTwoViewsOfTheirOwn() {
        FeatureDropout dropout = new FeatureDropout(0.5, 3);
        List<FeatureDropout> views = dropout.views();

        assertThat(views).hasSize(2).isEqualTo(new FeatureDropout(0.5, 3).views());
        assertThat(views).isNotEqualTo(new FeatureDropout(0.5, 4).views());
        assertThat(views.get(0).factors(64)).isEqualTo(views.get(0).factors(64));
        assertThat(views.get(0).factors(64)).isNotEqualTo(views.get(1).factors(64));
    }

    @Test
    void shouldLeaveNothingOutAtRateZero() {
        for (FeatureDropout view : new FeatureDropout(0, 3).views()) {
            assertThat(view.factors(5)).containsExactly(1, 1, 1, 1, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void shouldRefuseARateThatLeavesNothing(double rate) {
        assertThatThrownBy(() -> new FeatureDropout(rate, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dropout is " + rate + "; choose from 0 to below 1");
    }
}
