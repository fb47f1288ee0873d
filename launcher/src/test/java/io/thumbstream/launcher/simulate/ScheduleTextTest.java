package io.thumbstream.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules as files. */
class ScheduleTextTest {
    private static final int RECORDS = 40;

    @Test
    void shouldReadWhatItWrote() {
        for (long seed = 1; seed <= 50; seed++) {
            Schedule schedule = ScheduleMaker.of(seed, RECORDS);
            assertThat(ScheduleText.read(ScheduleText.write(schedule)))
                    .as("seed %d", seed)
                    .isEqualTo(schedule);
        }
    }

    @Test
    void shouldSayOnOneLineWhenWhatAndWhom() {
        Schedule schedule = ScheduleMaker.of(7, RECORDS);

        List<String> lines = ScheduleText.write(schedule);

        assertThat(lines)
                .hasSize(3 + schedule.groups().size() + schedule.steps().size());
        assertThat(lines)
                .anyMatch(line -> line.matches("vote at=[0-9.]+ time=[0-9.]+ id=\\w+ kind=\\w+ targets=\\S+ .*"))
                .anyMatch(line -> line.matches("answer at=[0-9.]+ time=[0-9.]+ answer=g\\d+\\.\\d+ shown=(true|false)"))
                .anyMatch(line -> line.matches("tick at=[0-9.]+ partition=\\d limit=\\d+"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "answer at=1 time=1 answer=g shown=true|line 4: answer is 'g'; write group.index",
                "answer at=1 answer=g0.0|line 4: 'answer' lacks the field time",
                "answer at=soon time=1 answer=g0.0|line 4: at is 'soon'; write seconds, with at most 6 decimals",
                "answer at=1 time=1 answer=g0.0 colour=red|line 4: 'answer' has no field colour",
                "answer at=1 time=2 answer=g0.0|it cannot arrive before its time",
                "answer at=1 time=1 answer=g9.0|group g9 is not declared",
                "jump at=1|line 4: begins with 'jump'; write seed, settings, group, answer, vote",
                "tick at=1 partition=many limit=1|line 4: partition is 'many'; write a whole number",
                "tick at=1 partition=9 limit=1|partition is 9; there are ",
                "crash at=1 partition 0|line 4: 'partition' is no field; write key=value",
                "vote at=1 time=1 id=f kind=thumb targets=g0.0 sequence=0 door=window|line 4: door is 'window'"
            })
    void shouldNameTheLineWhenItCannotBeRead(String line, String message) {
        Schedule schedule = new Schedule(
                1, ScheduleMaker.of(1, RECORDS).setup(), Map.of("g0", new GroupPlan("g0", "ann", 1)), List.of());
        List<String> lines = new ArrayList<>(ScheduleText.write(schedule).subList(1, 4));
        lines.add(line);

        assertThatThrownBy(() -> ScheduleText.read(lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldDemandOneSeedAndOneLineOfSettings() {
        assertThatThrownBy(() -> ScheduleText.read(List.of("seed number=1")))
                .hasMessageContaining("it has 1 lines 'seed' and 0 lines 'settings'");
    }
}
