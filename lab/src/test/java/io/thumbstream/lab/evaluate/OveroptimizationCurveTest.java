package io.thumbstream.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.evaluate.OveroptimizationCurve.Fit;
import io.thumbstream.lab.evaluate.OveroptimizationCurve.Peak;
import io.thumbstream.lab.evaluate.OveroptimizationCurve.Point;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OveroptimizationCurveTest {
    private static final DoubleUnaryOperator BEST_OF_N = d -> d * (1.2 - 0.3 * d);
    private static final DoubleUnaryOperator LEARNED = d -> d * (1 - 0.5 * Math.log(d));

    private static List<Point> points(DoubleUnaryOperator gain, double... distances) {
        return Arrays.stream(distances)
                .mapToObj(d -> new Point(d * d, gain.applyAsDouble(d)))
                .toList();
    }

    private static OveroptimizationCurve curve(List<Point> gains) {
        return OveroptimizationCurve.of(gains).orElseThrow();
    }

    @Test
    void shouldFindTheCoefficientsOfTheBestOfN() {
        OveroptimizationCurve curve = curve(points(BEST_OF_N, 0.5, 1, 1.5, 2, 3));

        Fit fit = curve.bestOfN();
        assertThat(fit.alpha()).isCloseTo(1.2, within(1e-9));
        assertThat(fit.beta()).isCloseTo(0.3, within(1e-9));
        assertThat(fit.rSquared()).isCloseTo(1, within(1e-9));
        Peak peak = fit.peak().orElseThrow();
        // 1.2 / 0.6 and 1.44 / 1.2
        assertThat(peak.distance()).isCloseTo(2, within(1e-8));
        assertThat(peak.gain()).isCloseTo(1.2, within(1e-8));
        assertThat(peak.kl(0.8)).as("1.6 squared").isCloseTo(2.56, within(1e-8));
        assertThat(curve.current()).isEqualTo(3);
        assertThat(curve.learned().rSquared()).isLessThan(0.9999);
    }

    @Test
    void shouldFindTheCoefficientsOfAPolicyThatLearned() {
        OveroptimizationCurve curve = curve(points(LEARNED, 0.25, 1, 2, 4, 8));

        Fit fit = curve.learned();
        assertThat(fit.alpha()).isCloseTo(1, within(1e-9));
        assertThat(fit.beta()).isCloseTo(0.5, within(1e-9));
        assertThat(fit.rSquared()).isCloseTo(1, within(1e-9));
        // exp(1 / 0.5 - 1), where the gain is half of it
        assertThat(fit.peak().orElseThrow().distance()).isCloseTo(Math.E, within(1e-7));
        assertThat(fit.peak().orElseThrow().gain()).isCloseTo(Math.E / 2, within(1e-7));
        assertThat(curve.bestOfN().rSquared()).isLessThan(0.99);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldTellTheFormsApartThroughNoise(long seed) {
        SeededRandom random = new SeededRandom(seed);
        List<Point> noisy = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            double d = 0.1 * i;
            noisy.add(new Point(d * d, LEARNED.applyAsDouble(d) + 0.02 * random.nextGaussian()));
        }
        OveroptimizationCurve curve = curve(noisy);

        assertThat(curve.learned().rSquared()).as("seed %d", seed).isGreaterThan(0.95);
        assertThat(curve.learned().rSquared())
                .as("seed %d", seed)
                .isGreaterThan(curve.bestOfN().rSquared());
        assertThat(curve.learned().peak().orElseThrow().distance())
                .as("seed %d", seed)
                .isCloseTo(Math.E, within(0.1));
    }

    @Test
    void shouldMeasureGainsFromTheStart() {
        List<Point> worths = new ArrayList<>(List.of(new Point(0, 0.4)));
        for (Point gain : points(BEST_OF_N, 0.5, 1, 2, 3)) {
            worths.add(new Point(gain.kl(), gain.gold() + 0.4));
        }

        Fit fit = OveroptimizationCurve.fromStart(worths).orElseThrow().bestOfN();

        assertThat(fit.alpha()).isCloseTo(1.2, within(1e-9));
        assertThat(fit.beta()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void shouldNameNoPeakWhereTheCurveDoesNotComeDown() {
        OveroptimizationCurve straight = curve(points(d -> d, 1, 2, 3, 4));
        OveroptimizationCurve upwards = curve(points(d -> d * (1 + 0.1 * d), 1, 2, 3, 4));
        OveroptimizationCurve downwards = curve(points(d -> -d * (1 + 0.1 * d), 1, 2, 3, 4));

        assertThat(straight.bestOfN().peak()).isEmpty();
        assertThat(upwards.bestOfN().beta()).isCloseTo(-0.1, within(1e-9));
        assertThat(upwards.bestOfN().peak()).isEmpty();
        assertThat(upwards.learned().peak()).isEmpty();
        assertThat(downwards.bestOfN().peak()).as("never above the start").isEmpty();
        assertThat(upwards.figures("proxy"))
                .filteredOn(figure -> figure.name().endsWith("peak-distance"))
                .hasSize(2)
                .allMatch(figure -> Double.isNaN(figure.value()));
    }

    @Test
    void shouldRefuseFewerThanFourDistances() {
        assertThat(OveroptimizationCurve.of(List.of())).isEmpty();
        assertThat(OveroptimizationCurve.fromStart(List.of())).isEmpty();
        assertThat(OveroptimizationCurve.of(points(BEST_OF_N, 0, 1, 2, 3))).isEmpty();
        assertThat(OveroptimizationCurve.of(points(BEST_OF_N, 1, 1, 2, 2, 3, 3)))
                .isEmpty();
        assertThatThrownBy(() -> new Point(-0.1, 1)).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> new Point(1, Double.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void shouldSayHowFarTheBestOfNIs() {
        assertThat(OveroptimizationCurve.klOfBest(1)).isZero();
        assertThat(OveroptimizationCurve.klOfBest(4)).isCloseTo(Math.log(4) - 0.75, within(1e-12));
        assertThatThrownBy(() -> OveroptimizationCurve.klOfBest(0)).hasMessageContaining("at least 1");
    }

    /** Of three answers the best of two is the second in one draw of three and the third in two; of five it has weights 1 to 4 of 10. */
    @Test
    void shouldExpectOfTheBestWhatTheDrawsWouldGive() {
        assertThat(OveroptimizationCurve.bestOf(2, 1, 2, 4)).isCloseTo((2 + 2 * 4) / 3.0, within(1e-12));
        assertThat(OveroptimizationCurve.bestOf(1, 1, 2, 4)).isCloseTo(7.0 / 3, within(1e-12));
        assertThat(OveroptimizationCurve.bestOf(3, 1, 2, 4)).isEqualTo(4);
        assertThat(OveroptimizationCurve.bestOf(2, 9, 5, 7, 1, 3))
                .isCloseTo((5 + 2 * 7 + 3 * 1 + 4 * 3) / 10.0, within(1e-12));
        assertThatThrownBy(() -> OveroptimizationCurve.bestOf(4, 1, 2, 4)).hasMessageContaining("best of 4");
        assertThatThrownBy(() -> OveroptimizationCurve.bestOf(0, 1, 2, 4)).hasMessageContaining("best of 0");
    }

    /** Of 256 answers whose value is their place the best of n has {@code n (N + 1) / (n + 1)}. */
    @Test
    void shouldExpectOfPlacesWhatOrderStatisticsSay() {
        double[] places = new double[256];
        for (int i = 0; i < places.length; i++) {
            places[i] = i + 1;
        }
        for (int n = 1; n <= places.length; n *= 2) {
            assertThat(OveroptimizationCurve.bestOf(n, places))
                    .as("best of %d", n)
                    .isCloseTo(n * 257.0 / (n + 1), within(1e-9));
        }
    }

    @Test
    void shouldNameItsFigures() {
        assertThat(curve(points(BEST_OF_N, 0.5, 1, 1.5, 2)).figures("proxy"))
                .extracting(Figure::name)
                .contains("proxy-best-of-n-alpha", "proxy-learned-r-squared", "proxy-current-distance");
    }
}
