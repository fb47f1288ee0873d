package io.thumbstream.launcher.bench.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBenchTest {
    private final Path home;
    private final List<String> said = new ArrayList<>();

    ModelBenchTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldCountTheProductsOfAStep() {
        // per token: 5 layers of 4 x 128 x 128 and 3 x 128 x 352, a head of 128 x 938; pairs: 2 x 5 x 128 x 128
        assertThat(ModelSize.S.stepFlops(16, 128)).isEqualTo(3 * 2 * 16 * 128 * (1_123_584.0 + 163_840.0));
    }

    @Test
    void shouldTakeTheMiddleOfEachTime() {
        assertThat(Cost.median(List.of(new Cost(3, 1), new Cost(1, 9), new Cost(2, 5))))
                .isEqualTo(new Cost(2, 5));
        assertThat(Cost.median(List.of(new Cost(4, 2), new Cost(2, 4)))).isEqualTo(new Cost(3, 3));
        assertThat(Cost.sum(List.of(new Cost(4, 2), new Cost(2, 4)))).isEqualTo(new Cost(6, 6));
    }

    @Test
    void shouldNotCountTheTimesThatWarmUp() {
        int[] runs = {0};
        assertThat(Cost.each(2, 3, () -> runs[0]++)).hasSize(3);
        assertThat(runs[0]).isEqualTo(5);
    }

    @Test
    void shouldMeasureStepsAndAnswersBesideProductsAndPeers() throws Exception {
        ModelPlan plan = new ModelPlan(List.of(ModelSize.S), List.of(1), List.of(2), 1, 1, 1, 7);
        PeerFigures peers = new PeerFigures(
                Map.of("step-s-1-wall", 1e9, "step-s-1-cpu", 1e-9, "generate-s-1-batch-2-tokens-per-cpu-second", 1e-9));
        Map<String, Figure> figures = new ModelBench(plan, peers)
                .run(List.of(ModelPart.STEP, ModelPart.GENERATION), home, new Silent()).stream()
                        .collect(Collectors.toMap(Figure::name, figure -> figure));

        double rate = Objects.requireNonNull(figures.get("step-s-1-rate")).value();
        assertThat(rate).isPositive();
        assertThat(Objects.requireNonNull(figures.get("step-s-1-over-matmul")).value())
                .isCloseTo(
                        rate
                                / Objects.requireNonNull(figures.get("matmul-s-1-rate"))
                                        .value(),
                        within(1e-9));
        assertThat(Objects.requireNonNull(figures.get("step-s-1-over-torch")).met())
                .isTrue();
        assertThat(Objects.requireNonNull(figures.get("step-s-1-cpu-over-torch"))
                        .met())
                .isFalse();
        assertThat(Objects.requireNonNull(figures.get("generate-s-1-batch-2-tokens-per-cpu-second"))
                        .value())
                .isPositive();
        assertThat(Objects.requireNonNull(figures.get("generate-s-1-batch-2-over-transformers"))
                        .met())
                .isTrue();
    }

    @Test
    void shouldReadWhatPeersSayAndNameTheAbsent() throws Exception {
        Path script = home.resolve("peers.sh");
        Files.writeString(
                script,
                "echo '{\"name\": \"step-s-1-wall\", \"value\": 12.5}'\necho '{\"absent\": \"transformers\"}'\necho nonsense\n");

        assertThat(new Peers("sh", script, said::add).measure()).isEqualTo(Map.of("step-s-1-wall", 12.5));
        assertThat(said).containsExactly("peer absent: transformers", "peers: not understood: nonsense");
    }

    @Test
    void shouldTellPeersWhatToMeasure() throws Exception {
        Path script = home.resolve("asked.sh");
        Files.writeString(script, "echo \"{\\\"name\\\": \\\"$1 $2\\\", \\\"value\\\": $#}\"\n");

        assertThat(new Peers("sh", script, said::add).measure(List.of("--part", "step,grpo", "--size", "s")))
                .isEqualTo(Map.of("--part step,grpo", 4.0));
    }

    @Test
    void shouldGoWithoutPeersWhereThereAreNone() throws Exception {
        Path script = home.resolve("fails.sh");
        Files.writeString(script, "echo '{\"name\": \"step-s-1-wall\", \"value\": 12.5}'\nexit 3\n");

        assertThat(new Peers("sh", script, said::add).measure()).isEmpty();
        assertThat(new Peers("sh", home.resolve("none.py"), said::add).measure())
                .isEmpty();
        assertThat(new Peers("no-such-python", script, said::add).measure()).isEmpty();
        assertThat(said).hasSize(3).anyMatch(line -> line.contains("no-such-python does not start"));
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
