package io.thumbstream.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneFileLoopTest {
    /** Points that twelve small steps must gain; seeds 1, 2 and 3 gained 0.31, 0.31 and 0.48. */
    private static final double RISE = 0.2;

    private static final OneFileLoop.Settings SHORT = new OneFileLoop.Settings(12, 4, 8, 80, 5e-4, 3);

    @TempDir
    Path directory = Path.of("set by the test framework");

    @Test
    void shouldRaiseTheUtilityWhenItLearnsFromIt() throws IOException {
        List<String> lines = new ArrayList<>();
        List<Double> curve;
        try (OneFileLoop loop = new OneFileLoop(SHORT, directory)) {
            curve = loop.run(lines::add);
        }
        assertThat(lines).hasSize(SHORT.steps());
        assertThat(mean(curve.subList(8, 12)) - mean(curve.subList(0, 4)))
                .as("rise, seed %d\n%s", SHORT.seed(), String.join("\n", lines))
                .isGreaterThan(RISE);
    }

    @Test
    void shouldRefuseWhenAGroupHasNothingToCompareWith() {
        assertThatThrownBy(() -> new OneFileLoop.Settings(1, 1, 1, 80, 1e-3, 1)).hasMessageContaining("answers 1");
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
