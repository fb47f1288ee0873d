package io.thumbstream.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgedPairTest {
    @ParameterizedTest(name = "scores {0} and {1}, lengths {2} and {3}")
    @CsvSource({
        // better, worse, length of the better, of the worse: hit, longer wins, prefers longer
        "2, 1, 30, 20, 1, 1, 1",
        "2, 1, 20, 30, 1, 0, 0",
        "1, 2, 30, 20, 0, 1, 0",
        "1, 2, 20, 30, 0, 0, 1",
        "1, 1, 30, 20, 0.5, 1, 0.5",
        "2, 1, 20, 20, 1, 0.5, 0.5",
        "-0.0, 0, 20, 20, 0.5, 0.5, 0.5",
    })
    void shouldCountWhatTheModelAndWhatLengthGetsRight(
            double better, double worse, int betterLength, int worseLength, double hit, double longer, double prefers) {
        JudgedPair pair = new JudgedPair(better, worse, betterLength, worseLength, 10, true);

        assertThat(pair.hit()).isEqualTo(hit);
        assertThat(pair.longerWins()).isEqualTo(longer);
        assertThat(pair.prefersLonger()).isEqualTo(prefers);
    }

    @Test
    void shouldRefuseScoresThatAreNoNumbersAndNegativeLengths() {
        assertThatThrownBy(() -> new JudgedPair(Double.NaN, 1, 2, 3, 4, true)).hasMessageContaining("damaged");
        assertThatThrownBy(() -> new JudgedPair(0, Double.POSITIVE_INFINITY, 2, 3, 4, true))
                .hasMessageContaining("Infinity");
        assertThatThrownBy(() -> new JudgedPair(0, 1, 2, -3, 4, true)).hasMessageContaining("-3");
    }
}
