package io.thumbstream.launcher.bench.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.bench.ingest.Latencies;
import io.thumbstream.model.lm.LmConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, ratios and demands of figures by numbers that are given. */
class ModelFiguresTest {
    private static final PeerFigures NOBODY = new PeerFigures(Map.of());
    private static final long MILLI = 1_000_000;

    @Test
    void shouldDemandNothingBesideAPeerThatIsAbsent() {
        PeerFigures peers = new PeerFigures(Map.of("there", 4.0, "nothing", 0.0));

        Figure ratio =
                peers.ratio("ours-over-theirs", "there", 2, Demand.atMost(0.6)).orElseThrow();
        assertThat(ratio).isEqualTo(new Figure("ours-over-theirs", 0.5, "ratio", Demand.atMost(0.6)));
        assertThat(ratio.met()).isTrue();
        assertThat(peers.ratio("ours-over-theirs", "absent", 2, Demand.atMost(0.6)))
                .isEmpty();
        assertThat(peers.ratio("ours-over-theirs", "nothing", 2, Demand.atMost(0.6)))
                .isEmpty();
        assertThat(peers.count()).isEqualTo(2);
    }

    @Test
    void shouldCompareStepsOfObjectivesByWallAndProcessorTime() {
        PeerFigures trl = new PeerFigures(Map.of("objective-kto-s-2-wall", 1_000.0, "objective-kto-s-2-cpu", 1_000.0));
        List<Cost> costs = List.of(new Cost(0.5, 0.8), new Cost(0.4, 0.7), new Cost(9, 9));

        Map<String, Figure> figures = named(ObjectivePart.figures(trl, "kto", ModelSize.S, 2, costs));

        assertThat(figures)
                .containsOnlyKeys(
                        "objective-kto-s-2-wall",
                        "objective-kto-s-2-cpu",
                        "objective-kto-s-2-over-trl",
                        "objective-kto-s-2-cpu-over-trl");
        assertThat(of(figures, "objective-kto-s-2-wall").value()).isEqualTo(500, within(1e-9));
        assertThat(of(figures, "objective-kto-s-2-over-trl").value()).isEqualTo(0.5, within(1e-12));
        assertThat(of(figures, "objective-kto-s-2-over-trl").met()).isTrue();
        assertThat(of(figures, "objective-kto-s-2-cpu-over-trl").value()).isEqualTo(0.8, within(1e-12));
        assertThat(of(figures, "objective-kto-s-2-cpu-over-trl").met()).isFalse();
        assertThat(named(ObjectivePart.figures(NOBODY, "bradley-terry", ModelSize.M, 1, costs)))
                .containsOnlyKeys("objective-bradley-terry-m-1-wall", "objective-bradley-terry-m-1-cpu");
    }

    @Test
    void shouldCountSequencesOfAllRoundsTogether() {
        PeerFigures trl = new PeerFigures(Map.of("grpo-m-1-sequences-per-cpu-second", 10.0));

        Map<String, Figure> figures =
                named(GrpoPart.figures(trl, ModelSize.M, 1, List.of(new Cost(4, 5), new Cost(6, 3))));

        // two rounds of 64 in 10 s and 8 s of processor time
        assertThat(of(figures, "grpo-m-1-sequences-per-cpu-second").value()).isEqualTo(16, within(1e-9));
        assertThat(of(figures, "grpo-m-1-sequences-per-second").value()).isEqualTo(12.8, within(1e-9));
        assertThat(of(figures, "grpo-m-1-over-trl").value()).isEqualTo(1.6, within(1e-9));
        assertThat(of(figures, "grpo-m-1-over-trl").met()).isFalse();
    }

    @Test
    void shouldDemandMostFirstTextsSoon() {
        Latencies first = latencies(10, 20, 31);

        Map<String, Figure> figures = named(FirstTokenPart.figures(first, latencies(100, 110, 120), 2));

        assertThat(of(figures, "first-token-p50").value()).isEqualTo(20);
        assertThat(of(figures, "first-token-p95").value()).isEqualTo(31);
        assertThat(of(figures, "first-token-p95").met()).isFalse();
        assertThat(of(figures, "first-token-answer-p50").value()).isEqualTo(110);
        assertThat(of(figures, "first-token-requests").value()).isEqualTo(3);
        assertThat(of(figures, "first-token-without-text").value()).isEqualTo(2);
    }

    @Test
    void shouldDemandThatNobodyIsRefusedWhileVersionsChange() {
        Map<String, Figure> fine = named(SwapPart.figures(latencies(100, 200, 250), latencies(300, 400, 500), 7, 0));
        assertThat(fine.values()).allMatch(Figure::met);
        assertThat(of(fine, "swap-served-p95").value()).isEqualTo(250);
        assertThat(of(fine, "swap-served-p50").value()).isEqualTo(200);
        assertThat(of(fine, "swap-written-and-served-p95").value()).isEqualTo(500);
        assertThat(of(fine, "swap-versions").value()).isEqualTo(3);

        Map<String, Figure> bad = named(SwapPart.figures(latencies(301), latencies(400), 0, 1));
        assertThat(of(bad, "swap-served-p95").met()).isFalse();
        assertThat(of(bad, "swap-refused").met()).isFalse();
        assertThat(of(bad, "swap-answered").met())
                .as("nobody asked, so nothing is known of refusals")
                .isFalse();
    }

    @Test
    void shouldCountWhatLearningTakesAtLeast() {
        // weights: 2 x 10 x 4, layer 4 x 16 + 3 x 24 + 2 x 4, norm 4 = 228 floats; policy five times, two reward models
        // once each
        // activations of 8 tokens: 6 x 4 + 5 x 4 + 4 x 6 of the layer, 4 + 4 x 10 of embedding and head = 112 floats
        // each
        LmConfig config = new LmConfig(10, 4, 1, 2, 2, 6, 16, 10_000, 1e-6, false);
        assertThat(MemoryIdeal.bytes(config, 2, 8)).isEqualTo(4 * (7 * 228 + 8 * 112));
        assertThat(MemoryIdeal.bytes(config, 0, 8)).isEqualTo(4 * (5 * 228 + 8 * 112));
    }

    @Test
    void shouldCompareTheGrowthAtItsPeakWithThatAndDemandItOfTheLargerModel() {
        MemoryReading reading = new MemoryReading(300, 600, 700);

        Map<String, Figure> large = named(MemoryPart.figures(ModelSize.M, reading, 320));
        assertThat(of(large, "memory-m-growth").value()).isEqualTo(400);
        assertThat(of(large, "memory-m-over-ideal").value()).isEqualTo(1.25);
        assertThat(of(large, "memory-m-over-ideal").met()).isFalse();
        Map<String, Figure> small = named(MemoryPart.figures(ModelSize.S, reading, 320));
        assertThat(of(small, "memory-s-over-ideal").demand()).isEqualTo(Demand.NONE);
        Map<String, Figure> elsewhere =
                named(MemoryPart.figures(ModelSize.M, new MemoryReading(Double.NaN, Double.NaN, Double.NaN), 320));
        assertThat(of(elsewhere, "memory-m-over-ideal").demand())
                .as("a system that does not tell resident memory")
                .isEqualTo(Demand.NONE);
    }

    @Test
    void shouldPassWhatAProcessReadOnToAnother(@TempDir Path home) throws IOException {
        MemoryReading reading = new MemoryReading(300.5, 600, 700.25);
        reading.write(home.resolve("resident"));
        assertThat(MemoryReading.read(home.resolve("resident"))).isEqualTo(reading);

        Files.writeString(home.resolve("cut"), "300.5\n");
        assertThatThrownBy(() -> MemoryReading.read(home.resolve("cut")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 lines instead of 3");
    }

    private static Latencies latencies(long... millis) {
        Latencies latencies = new Latencies();
        for (long each : millis) {
            latencies.add(each * MILLI);
        }
        return latencies;
    }

    private static Map<String, Figure> named(List<Figure> figures) {
        return figures.stream().collect(Collectors.toMap(Figure::name, Function.identity()));
    }

    private static Figure of(Map<String, Figure> figures, String name) {
        return Optional.ofNullable(figures.get(name)).orElseThrow();
    }
}
