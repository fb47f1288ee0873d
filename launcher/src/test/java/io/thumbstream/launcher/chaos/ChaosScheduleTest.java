package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.launcher.serve.ServedPart;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosScheduleTest {
    private static final Duration PAUSE = Duration.ofSeconds(6);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldKillAsOftenAsPlannedAndBringEveryPartBack(long seed) {
        List<Deed> deeds = ChaosSchedule.of(new ChaosPlan(40, seed, PAUSE));

        assertThat(deeds.stream().filter(deed -> deed.verb() == Deed.Verb.KILL))
                .as("seed %d", seed)
                .hasSize(40);
        assertThat(deeds).extracting(Deed::at).isSorted();
        for (ServedPart part : ChaosSchedule.parts()) {
            assertThatTroublesOfOnePartDoNotOverlap(part, deeds);
        }
    }

    private static void assertThatTroublesOfOnePartDoNotOverlap(ServedPart part, List<Deed> deeds) {
        Optional<Deed.Verb> remedy = Optional.empty();
        for (Deed deed : deeds.stream().filter(each -> each.part() == part).toList()) {
            if (remedy.isPresent()) {
                assertThat(deed.verb()).as("%s", deed).isEqualTo(remedy.get());
                remedy = Optional.empty();
            } else {
                assertThat(deed.verb()).as("%s", deed).isIn(Deed.Verb.KILL, Deed.Verb.FREEZE, Deed.Verb.END);
                remedy = Optional.of(deed.verb() == Deed.Verb.FREEZE ? Deed.Verb.THAW : Deed.Verb.START);
            }
        }
        assertThat(remedy).as("%s is back", part).isEmpty();
    }

    @Test
    void shouldGiveTheSameDeedsForTheSameSeedAndOthersForAnother() {
        List<Deed> deeds = ChaosSchedule.of(new ChaosPlan(20, 7, PAUSE));

        assertThat(ChaosSchedule.of(new ChaosPlan(20, 7, PAUSE))).isEqualTo(deeds);
        assertThat(ChaosSchedule.of(new ChaosPlan(20, 8, PAUSE))).isNotEqualTo(deeds);
    }

    @Test
    void shouldReachEveryPartAndFreezeBeyondTheSessionTimeOutInALongRun() {
        List<Deed> deeds = ChaosSchedule.of(new ChaosPlan(200, 1, PAUSE));
        Map<ServedPart, Duration> frozen = new EnumMap<>(ServedPart.class);
        Duration longest = Duration.ZERO;
        for (Deed deed : deeds) {
            if (deed.verb() == Deed.Verb.FREEZE) {
                frozen.put(deed.part(), deed.at());
            } else if (deed.verb() == Deed.Verb.THAW) {
                Duration time = deed.at().minus(frozen.getOrDefault(deed.part(), deed.at()));
                longest = time.compareTo(longest) > 0 ? time : longest;
            }
        }

        assertThat(longest).isGreaterThan(Duration.ofSeconds(12));
        assertThat(deeds.stream().filter(deed -> deed.verb() == Deed.Verb.KILL).map(Deed::part))
                .containsAll(ChaosSchedule.parts());
        assertThat(deeds).extracting(Deed::verb).contains(Deed.Verb.values());
    }

    @Test
    void shouldRefuseAPlanWithoutKillsOrPause() {
        assertThatThrownBy(() -> new ChaosPlan(0, 1, PAUSE)).hasMessage("--kills is 0; give at least 1");
        assertThatThrownBy(() -> new ChaosPlan(1, 1, Duration.ZERO)).hasMessageContaining("--pause is PT0S");
    }
}
