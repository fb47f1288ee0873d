package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingSettingsTest {
    private static final SamplingSettings PLAIN = SamplingSettings.plain(5);

    @Test
    void shouldBeOnPolicyOnlyWhenNothingReshapesTheDistribution() {
        assertThat(PLAIN.onPolicy()).isTrue();
        assertThat(PLAIN.withTemperature(0.9).onPolicy()).isFalse();
        assertThat(PLAIN.withMixture(0.1, 2).onPolicy()).isFalse();
        assertThat(PLAIN.withLogitBias(Map.of(3, 0.5)).onPolicy()).isFalse();
    }

    @Test
    void shouldKeepTheBiasWhenAnotherSettingChanges() {
        SamplingSettings biased = PLAIN.withLogitBias(Map.of(3, 0.5));

        assertThat(biased.withTemperature(2).logitBias()).isEqualTo(Map.of(3, 0.5));
        assertThat(biased.withMixture(0.1, 2).logitBias()).isEqualTo(Map.of(3, 0.5));
        assertThat(biased.biasOutside(3)).hasValue(3);
        assertThat(biased.biasOutside(4)).isEmpty();
    }

    @Test
    void shouldNameTheBiasWhenItIsOutOfRange() {
        assertThatThrownBy(() -> PLAIN.withLogitBias(Map.of(3, 100.5))).hasMessageContaining("logitBias is 100.5");
        assertThatThrownBy(() -> PLAIN.withLogitBias(Map.of(3, Double.NaN))).hasMessageContaining("logitBias is NaN");
        assertThatThrownBy(() -> PLAIN.withLogitBias(Map.of(-1, 1.0))).hasMessageContaining("logitBias token is -1");
        Map<Integer, Double> many = new HashMap<>();
        for (int token = 0; token < 1025; token++) {
            many.put(token, 1.0);
        }
        assertThatThrownBy(() -> PLAIN.withLogitBias(many)).hasMessageContaining("[0, 1024] tokens");
    }
}
