package io.thumbstream.launcher.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestFiguresTest {
    private static final long MILLI = 1_000_000;

    @Test
    void shouldCompareWithinRoundsSoThatASlowRoundCountsAsMuch() {
        GatewayFigures figures = new GatewayFigures();
        figures.add(round(6_000, 8_000, 12_000));
        figures.add(round(3_000, 3_000, 6_000)); // the machine was half as fast
        assertThat(value(figures.figures(), "gateway-batch-over-raw")).isCloseTo((8 / 12.0 + 0.5) / 2, within(1e-12));
        assertThat(value(figures.figures(), "gateway-single-over-raw")).isCloseTo(0.5, within(1e-12));
        assertThat(value(figures.figures(), "gateway-batch-over-raw-window"))
                .isCloseTo(2 * (8 / 12.0 + 0.5) / 2, within(1e-12));
        assertThat(value(figures.figures(), "gateway-raw-per-second")).isEqualTo(9_000);
        assertThat(value(figures.figures(), "gateway-batch-p99")).isEqualTo(20);
        assertThat(figure(figures.figures(), "gateway-single-per-second").demand())
                .as("where the producer reaches less than 10,000/s")
                .isEqualTo(Demand.NONE);
    }

    @Test
    void shouldDemandFiveThousandWhereTheProducerReachesTenThousand() {
        GatewayFigures figures = new GatewayFigures();
        figures.add(round(4_000, 20_000, 39_000));
        assertThat(missed(figures.figures())).containsExactly("gateway-single-per-second");
        GatewayFigures slow = new GatewayFigures();
        slow.add(round(6_000, 9_000, 20_000));
        assertThat(missed(slow.figures())).containsExactly("gateway-batch-over-raw");
    }

    @Test
    void shouldMissLateAnswersAndRefusals() {
        Latencies late = new Latencies();
        late.add(51 * MILLI);
        Slice bad = new Slice(20_000, 50, 1, late);
        GatewayFigures figures = new GatewayFigures();
        figures.add(new GatewayFigures.Round(slice(6_000), bad, slice(20_000), slice(10_000)));
        assertThat(missed(figures.figures())).containsExactly("gateway-batch-p99", "gateway-refused");
    }

    @Test
    void shouldCompareTheJoinsByTheirOwnProcessorTime() {
        JoinFigures figures = new JoinFigures();
        figures.add(new JoinFigures.Run(100_000, 8, 20, 30), new JoinFigures.Run(100_000, 10, 18, 5));
        figures.add(new JoinFigures.Run(100_000, 4, 10, 15), new JoinFigures.Run(100_000, 5, 9, 4));
        assertThat(value(figures.figures(), "joiner-over-peer")).isCloseTo(1.25, within(1e-12));
        assertThat(value(figures.figures(), "joiner-per-core")).isEqualTo((12_500 + 25_000) / 2.0);
        assertThat(value(figures.figures(), "joiner-process-time")).isCloseTo(150, within(1e-9));
        assertThat(missed(figures.figures())).isEmpty();
    }

    @Test
    void shouldMissAJoinerThatIsSlowerThanTheJoinOfKafka() {
        JoinFigures figures = new JoinFigures();
        figures.add(new JoinFigures.Run(100_000, 12, 20, 30), new JoinFigures.Run(100_000, 10, 18, 5));
        assertThat(missed(figures.figures())).containsExactly("joiner-over-peer", "joiner-per-core");
        JoinFigures slow = new JoinFigures();
        slow.add(new JoinFigures.Run(50_000, 10, 20, 30), new JoinFigures.Run(50_000, 10, 18, 5));
        assertThat(missed(slow.figures()))
                .as("nothing is asked where Kafka does less than 10,000")
                .isEmpty();
    }

    private static GatewayFigures.Round round(long single, long batch, long raw) {
        return new GatewayFigures.Round(slice(single), slice(batch), slice(raw), slice(raw / 2));
    }

    private static Slice slice(long perSecond) {
        Latencies latencies = new Latencies();
        latencies.add(20 * MILLI);
        return new Slice(2 * perSecond, 0, 2, latencies);
    }

    private static List<String> missed(List<Figure> figures) {
        return figures.stream()
                .filter(figure -> !figure.met())
                .map(Figure::name)
                .toList();
    }

    private static double value(List<Figure> figures, String name) {
        return figure(figures, name).value();
    }

    private static Figure figure(List<Figure> figures, String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
