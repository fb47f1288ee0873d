package io.thumbstream.lab.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DelayLawTest {
    private static final long SEED = 77;
    private static final int DRAWS = 100_000;

    static Stream<Arguments> shares() {
        return Stream.of(
                Arguments.of(new DelayLaw.Exponential(90), 60.0, 1 - Math.exp(-60.0 / 90)),
                Arguments.of(new DelayLaw.LogNormal(60, 1.2), 60.0, 0.5),
                Arguments.of(new DelayLaw.LogNormal(60, 1.2), 60 * Math.exp(1.2), 0.8413),
                Arguments.of(new DelayLaw.HeavyTailed(60, 1.2), 60.0, 1 - Math.pow(2, -1.2)));
    }

    @ParameterizedTest
    @MethodSource("shares")
    void shouldDrawTheShareBelowAnAgeThatTheLawSays(DelayLaw law, double age, double share) {
        SplittableRandom random = new SplittableRandom(SEED);
        long below = 0;
        for (int i = 0; i < DRAWS; i++) {
            double delay = law.draw(random);
            assertThat(delay).isNotNegative().isFinite();
            below += delay <= age ? 1 : 0;
        }

        assertThat((double) below / DRAWS).as("seed %d", SEED).isCloseTo(share, within(0.007));
    }

    @Test
    void shouldRefuseParametersThatMakeNoDelay() {
        assertThatThrownBy(() -> new DelayLaw.Exponential(0)).hasMessageContaining("mean of a delay is 0.0");
        assertThatThrownBy(() -> new DelayLaw.LogNormal(60, -1)).hasMessageContaining("spread");
        assertThatThrownBy(() -> new DelayLaw.HeavyTailed(60, Double.NaN)).hasMessageContaining("tail");
    }
}
