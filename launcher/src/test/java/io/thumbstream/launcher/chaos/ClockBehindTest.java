package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.wire.BrokerClock;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.chaos.ClockBehind.Spell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockBehindTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Spell> SPELLS =
            List.of(new Spell(minute(-9), minute(-8)), new Spell(minute(-5), minute(-4)));
    private static final List<Instant> TIMES = List.of(minute(-10), minute(-9), minute(-6), minute(-4));

    @Test
    void shouldSetTheClockFurtherBehindEachTime(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("gateway.log");
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        List<String> done = new ArrayList<>();
        ClockBehind part = new ClockBehind(
                behind -> gateway(behind, done, log),
                () -> log,
                () -> List.of(NOW.plusSeconds(5), NOW.plusSeconds(65)),
                now::get);
        for (int round = 0; round < 2; round++) {
            now.set(NOW.plusSeconds(60L * round));
            part.begin();
            now.set(NOW.plusSeconds(60L * round + 20));
            part.end();
        }

        assertThat(done).containsExactly("begin PT55M", "end PT55M", "begin PT25H", "end PT25H");
        assertThat(missed(part.evidence())).isEmpty();
        assertThat(part.evidence().faults()).isEmpty();
    }

    @Test
    void shouldPlanARoundForEachClock() {
        assertThat(DegradePlan.of(DegradePart.CLOCK_BEHIND).rounds()).hasSize(ClockBehind.BEHIND.size());
    }

    @Test
    void shouldBeMetWhenVotesHaveTheRightTime() {
        assertThat(missed(ClockBehind.judge(SPELLS, TIMES, 2, NOW))).isEmpty();
    }

    @Test
    void shouldMissAVoteThatLiesBehind() {
        List<Instant> times = new ArrayList<>(TIMES);
        times.add(NOW.minus(Duration.ofHours(25)));

        Evidence evidence = ClockBehind.judge(SPELLS, times, 2, NOW);

        assertThat(missed(evidence)).containsExactly("clock-behind-votes-behind");
        assertThat(evidence.faults()).containsExactly("1 votes have a time from before the pipeline began");
    }

    @Test
    void shouldShowNothingWhenNobodyVotesInOneOfTheTimes() {
        Evidence evidence = ClockBehind.judge(SPELLS, List.of(minute(-9)), 2, NOW);

        assertThat(missed(evidence)).containsExactly("clock-behind-votes-meanwhile");
        assertThat(evidence.faults())
                .containsExactly("no vote has a time at which the clock was behind, so nothing was tested");
    }

    @Test
    void shouldMissAGatewayThatDoesNotSayWhatIsWrong() {
        Evidence evidence = ClockBehind.judge(SPELLS, TIMES, 1, NOW);

        assertThat(missed(evidence)).containsExactly("clock-behind-said-why");
        assertThat(evidence.faults()).containsExactly("a gateway whose clock was behind did not say so in its log");
    }

    private static Mischief gateway(Duration behind, List<String> done, Path log) {
        return new Mischief() {
            @Override
            public void begin() {
                done.add("begin " + behind);
                say(log);
            }

            @Override
            public void act() {}

            @Override
            public void end() {
                done.add("end " + behind);
            }

            @Override
            public Evidence evidence() {
                return Evidence.NONE;
            }
        };
    }

    private static void say(Path log) {
        try {
            String before = Files.exists(log) ? Files.readString(log) : "";
            Files.writeString(log, before + "WARN " + BrokerClock.BEHIND + "; until it is set\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant minute(long minute) {
        return NOW.plus(Duration.ofMinutes(minute));
    }

    private static List<String> missed(Evidence evidence) {
        return new Figures(evidence.figures())
                .missed().stream().map(Figure::name).toList();
    }
}
