package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.wire.BrokerClock;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.chaos.ClockBehind.Setting;
import io.thumbstream.launcher.chaos.ClockBehind.Spell;
import io.thumbstream.launcher.chaos.ClockBehind.Warnings;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.reward.wire.BrokerTime;
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
    private static final List<Spell> SPELLS = List.of(
            new Spell(minute(-9), minute(-8)), new Spell(minute(-5), minute(-4)), new Spell(minute(-3), minute(-2)));
    private static final List<Instant> TIMES =
            List.of(minute(-10), minute(-9), minute(-6), minute(-4), minute(-3), minute(-1));
    private static final Warnings ENOUGH = new Warnings(2, 1);

    @Test
    void shouldSetTheClockFurtherBehindEachTimeAndThenThatOfTheRewardService(@TempDir Path folder) throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        List<String> done = new ArrayList<>();
        ClockBehind part = new ClockBehind(
                setting -> other(setting, done, log(folder, setting.part())),
                whose -> log(folder, whose),
                () -> List.of(NOW.plusSeconds(5), NOW.plusSeconds(65), NOW.plusSeconds(125)),
                now::get);
        for (int round = 0; round < 3; round++) {
            now.set(NOW.plusSeconds(60L * round));
            part.begin();
            now.set(NOW.plusSeconds(60L * round + 20));
            part.end();
        }

        assertThat(done)
                .containsExactly(
                        "begin GATEWAY PT55M",
                        "end GATEWAY PT55M",
                        "begin GATEWAY PT25H",
                        "end GATEWAY PT25H",
                        "begin REWARD PT25H",
                        "end REWARD PT25H");
        assertThat(missed(part.evidence())).isEmpty();
        assertThat(part.evidence().faults()).isEmpty();
    }

    @Test
    void shouldPlanARoundForEachClock() {
        assertThat(DegradePlan.of(DegradePart.CLOCK_BEHIND).rounds()).hasSize(ClockBehind.SETTINGS.size());
    }

    @Test
    void shouldBeMetWhenVotesHaveTheRightTime() {
        assertThat(missed(ClockBehind.judge(SPELLS, TIMES, ENOUGH, NOW))).isEmpty();
    }

    @Test
    void shouldMissAVoteThatLiesBehind() {
        List<Instant> times = new ArrayList<>(TIMES);
        times.add(NOW.minus(Duration.ofHours(25)));

        Evidence evidence = ClockBehind.judge(SPELLS, times, ENOUGH, NOW);

        assertThat(missed(evidence)).containsExactly("clock-behind-votes-behind");
        assertThat(evidence.faults()).containsExactly("1 votes have a time from before the pipeline began");
    }

    @Test
    void shouldShowNothingWhenNobodyVotesInOneOfTheTimes() {
        Evidence evidence = ClockBehind.judge(SPELLS, List.of(minute(-9)), ENOUGH, NOW);

        assertThat(missed(evidence)).containsExactly("clock-behind-votes-meanwhile");
        assertThat(evidence.faults())
                .containsExactly("no vote has a time at which the clock was behind, so nothing was tested");
    }

    @Test
    void shouldMissAPartThatDoesNotSayWhatIsWrong() {
        Evidence gateway = ClockBehind.judge(SPELLS, TIMES, new Warnings(1, 1), NOW);
        Evidence reward = ClockBehind.judge(SPELLS, TIMES, new Warnings(3, 0), NOW);

        assertThat(missed(gateway)).containsExactly("clock-behind-said-why");
        assertThat(missed(reward)).containsExactly("clock-behind-reward-said-why");
        assertThat(gateway.faults()).containsExactly("a part whose clock was behind did not say so in its log");
        assertThat(reward.faults()).isEqualTo(gateway.faults());
    }

    private static Path log(Path folder, ServedPart part) {
        return folder.resolve(part.key() + ".log");
    }

    private static Mischief other(Setting setting, List<String> done, Path log) {
        return new Mischief() {
            @Override
            public void begin() {
                done.add("begin " + setting.part() + " " + setting.behind());
                say(log, setting.part() == ServedPart.GATEWAY ? BrokerClock.BEHIND : BrokerTime.BEHIND);
            }

            @Override
            public void act() {}

            @Override
            public void end() {
                done.add("end " + setting.part() + " " + setting.behind());
            }

            @Override
            public Evidence evidence() {
                return Evidence.NONE;
            }
        };
    }

    private static void say(Path log, String words) {
        try {
            String before = Files.exists(log) ? Files.readString(log) : "";
            Files.writeString(log, before + "WARN " + words + "; until it is set\n");
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
