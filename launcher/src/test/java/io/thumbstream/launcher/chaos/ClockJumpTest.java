package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.serve.ServedPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that only say which of the two gateways they are. */
@Timeout(60)
class ClockJumpTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Path logs;

    ClockJumpTest(@TempDir Path logs) {
        this.logs = logs;
    }

    @Test
    void shouldPutTheOtherGatewayInThePlaceOfTheGatewayAndTakeItAway() throws Exception {
        try (Fleet fleet = new Fleet(List.of(ServedPart.GATEWAY), part -> says("right"), logs)) {
            fleet.start(ServedPart.GATEWAY);
            await(List.of("right"));
            ClockJump jump = new ClockJump(
                    fleet,
                    ServedPart.GATEWAY,
                    says("ahead"),
                    () -> log().contains("ahead"),
                    () -> List.of(NOW.plus(ClockJump.AHEAD)),
                    () -> NOW,
                    time -> LockSupport.parkNanos(time.toNanos()));

            jump.begin();
            assertThat(log()).containsExactly("right", "ahead");
            jump.end();
            await(List.of("right", "ahead", "right"));

            assertThat(fleet.revived()).isZero();
            assertThat(missed(jump.evidence())).isEmpty();
        }
    }

    @Test
    void shouldShowNothingWhenNoVoteHasATimeAhead() {
        Evidence evidence = ClockJump.judge(List.of(NOW, NOW.plus(Duration.ofMinutes(5))), NOW);

        assertThat(missed(evidence)).containsExactly("clock-jump-votes-ahead");
        assertThat(evidence.faults())
                .containsExactly("no vote was given while the clock was ahead, so nothing was tested");
        assertThat(missed(ClockJump.judge(List.of(NOW.plus(Duration.ofMinutes(54))), NOW)))
                .isEmpty();
    }

    private static List<String> says(String word) {
        return List.of("sh", "-c", "echo " + word + "; exec sleep 600");
    }

    private void await(List<String> words) {
        while (!log().equals(words)) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private List<String> log() {
        Path log = logs.resolve("gateway.log");
        try {
            return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> missed(Evidence evidence) {
        return new Figures(evidence.figures())
                .missed().stream().map(Figure::name).toList();
    }
}
