package io.thumbstream.launcher.bench.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The parts that need services or a process of their own once, small: what is counted must be right; how fast it was is not asked here. */
@Timeout(300)
class ModelBenchIT {
    private static final ModelPlan SMALL = new ModelPlan(List.of(ModelSize.S), List.of(1), List.of(2), 1, 3, 3, 5);

    private final Path home;

    ModelBenchIT(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldWaitForTheFirstTextOfStreamedAnswers() throws Exception {
        Map<String, Figure> figures = run(ModelPart.FIRST_TOKEN);
        assertThat(value(figures, "first-token-requests") + value(figures, "first-token-without-text"))
                .isEqualTo(3);
        assertThat(value(figures, "first-token-p50")).isPositive();
        assertThat(value(figures, "first-token-answer-p50"))
                .as("text comes before the end")
                .isGreaterThan(value(figures, "first-token-p50"));
    }

    @Test
    void shouldServeEveryVersionWithoutRefusingAnybody() throws Exception {
        Map<String, Figure> figures = run(ModelPart.SWAP);
        assertThat(value(figures, "swap-versions")).isEqualTo(3);
        assertThat(value(figures, "swap-refused")).isZero();
        assertThat(value(figures, "swap-answered")).isPositive();
        assertThat(value(figures, "swap-written-and-served-p50")).isGreaterThan(value(figures, "swap-served-p50"));
    }

    @Test
    void shouldMeasureMemoryInAProcessOfItsOwn() throws Exception {
        Map<String, Figure> figures = run(ModelPart.MEMORY);
        assertThat(value(figures, "memory-s-ideal")).isPositive();
        assertThat(value(figures, "memory-s-growth")).isPositive();
        assertThat(value(figures, "memory-s-peak"))
                .isGreaterThan(value(figures, "memory-s-before"))
                .as("Linux counts a little late")
                .isGreaterThan(value(figures, "memory-s-after") - 1);
    }

    private Map<String, Figure> run(ModelPart part) throws Exception {
        return new ModelBench(SMALL, new PeerFigures(Map.of()))
                .run(List.of(part), home, new Silent()).stream()
                        .collect(Collectors.toMap(Figure::name, Function.identity()));
    }

    private static double value(Map<String, Figure> figures, String name) {
        return Optional.ofNullable(figures.get(name)).orElseThrow().value();
    }

    private static final class Silent implements Progress {
        @Override
        public void phase(String name, long total) {}

        @Override
        public void done(long count) {}

        @Override
        public void close() {}
    }
}
