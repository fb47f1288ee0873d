package io.thumbstream.launcher.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every part once, small, on real brokers: what is counted must be right; how fast it was is not asked here. */
@Timeout(600)
class IngestBenchIT {
    private static final IngestPlan SMALL = new IngestPlan(
            Duration.ofSeconds(2), 4, 10, 20, 100, Duration.ofSeconds(20), Duration.ofSeconds(12), 1, 2_000, 500);

    private final Path home;

    IngestBenchIT(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldCompareTheGatewayWithAProducer() throws Exception {
        Map<String, Figure> figures = run(IngestPart.GATEWAY);
        assertThat(value(figures, "gateway-batch-over-raw")).isPositive();
        assertThat(value(figures, "gateway-single-per-second")).isPositive();
        assertThat(value(figures, "gateway-raw-per-second")).isPositive();
        assertThat(value(figures, "gateway-single-p99"))
                .isGreaterThanOrEqualTo(value(figures, "gateway-single-p50"))
                .isPositive();
        assertThat(value(figures, "gateway-refused")).isZero();
    }

    @Test
    void shouldLoseNoVoteWhileTheGatewayIsKilled() throws Exception {
        Map<String, Figure> figures = run(IngestPart.FAULTS);
        assertThat(value(figures, "faults-kills")).isPositive();
        assertThat(value(figures, "faults-accepted")).isEqualTo(2_000);
        assertThat(value(figures, "faults-lost")).isZero();
        assertThat(value(figures, "faults-unlabelled")).isZero();
        assertThat(value(figures, "faults-doubled")).isZero();
        assertThat(value(figures, "faults-join-difference")).isZero();
        assertThat(value(figures, "faults-joins-compared")).isEqualTo(2_000);
    }

    @Test
    void shouldCompareTheJoinerWithTheJoinOfKafka() throws Exception {
        Map<String, Figure> figures = run(IngestPart.JOINER);
        assertThat(value(figures, "joiner-over-peer")).isPositive();
        assertThat(value(figures, "joiner-per-core")).isPositive();
        assertThat(value(figures, "joiner-peer-per-core")).isPositive();
    }

    @Test
    void shouldMeasureStateAndGiveItBackWithAndWithoutItsDirectory() throws Exception {
        Map<String, Figure> figures = run(IngestPart.STATE);
        assertThat(value(figures, "state-answers")).isEqualTo(500);
        assertThat(value(figures, "state-disk")).isPositive();
        assertThat(value(figures, "state-changelog")).isPositive();
        assertThat(value(figures, "state-restore-seconds")).isPositive();
    }

    @Test
    void shouldFollowVotesToTheirLabels() throws Exception {
        Map<String, Figure> figures = run(IngestPart.LATENCY);
        assertThat(value(figures, "latency-p95"))
                .isGreaterThanOrEqualTo(value(figures, "latency-p50"))
                .isPositive();
        assertThat(value(figures, "latency-unlabelled")).isZero();
        assertThat(value(figures, "latency-labels")).isEqualTo(150);
    }

    private Map<String, Figure> run(IngestPart part) throws Exception {
        IngestBench bench = new IngestBench(ThumbstreamSettings.defaults(), SMALL, text -> {});
        return bench.run(List.of(part), home, new Silent()).stream()
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
