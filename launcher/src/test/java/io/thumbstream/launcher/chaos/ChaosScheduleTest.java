package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.launcher.serve.ServedPart;
import java.time.Duration;
import java.util.ArrayList;
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
        List<Deed> deeds = ChaosSchedule.of(new ChaosPlan(40, seed, PAUSE, 4));

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
                remedy = Optional.of(remedy(deed));
            }
        }
        assertThat(remedy).as("%s is back", part).isEmpty();
    }

    private static Deed.Verb remedy(Deed deed) {
        return switch (deed.verb()) {
            case KILL, END -> Deed.Verb.START;
            case FREEZE -> Deed.Verb.THAW;
            case FORGET -> Deed.Verb.REBUILD;
            case THAW, START, REBUILD -> throw new AssertionError(deed + " ends what did not begin");
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 12, 60})
    void shouldEraseAsManyAsPlannedEachWithTheLearnerToItself(int kills) {
        for (long seed = 1; seed <= 8; seed++) {
            ChaosPlan plan = new ChaosPlan(kills, seed, PAUSE, ChaosPlan.usualErasures(kills));
            List<Deed> deeds = ChaosSchedule.of(plan);

            assertThat(deeds.stream().filter(deed -> deed.verb() == Deed.Verb.FORGET))
                    .as("seed %d", seed)
                    .hasSize(plan.erasures());
            assertThat(deeds.stream().filter(deed -> deed.verb() == Deed.Verb.KILL))
                    .as("seed %d", seed)
                    .hasSize(kills);
        }
        assertThat(ChaosPlan.usualErasures(200)).isEqualTo(4);
        assertThat(ChaosPlan.usualErasures(12)).isEqualTo(1);
    }

    @Test
    void shouldLeaveTheEndOfARunToLearnersThatNobodyIsErasedFrom() {
        List<Deed> deeds = ChaosSchedule.of(new ChaosPlan(200, 1, PAUSE, 4));
        int last = deeds.stream().map(Deed::verb).toList().lastIndexOf(Deed.Verb.REBUILD);

        assertThat(deeds.subList(last, deeds.size()).stream().filter(deed -> deed.verb() == Deed.Verb.KILL))
                .hasSizeGreaterThan(50);
    }

    @Test
    void shouldLeaveARebuildMoreTimeTheMoreThereIsToLearnAgain() {
        List<Deed> deeds = ChaosSchedule.of(new ChaosPlan(200, 1, PAUSE, 4)).stream()
                .filter(deed -> deed.part() == ServedPart.LEARNER)
                .toList();
        List<Duration> undisturbed = new ArrayList<>();
        for (int i = 0; i + 1 < deeds.size(); i++) {
            if (deeds.get(i).verb() == Deed.Verb.REBUILD) {
                Deed rebuild = deeds.get(i);
                // a kill that belongs to the erasure comes within 15 s, what follows is somebody else's
                Deed next = deeds.stream()
                        .filter(deed -> deed.at().compareTo(rebuild.at().plusSeconds(20)) > 0)
                        .findFirst()
                        .orElseThrow();
                undisturbed.add(next.at().minus(rebuild.at()));
                assertThat(next.at().minus(rebuild.at()))
                        .isGreaterThanOrEqualTo(
                                Duration.ofSeconds(60).plus(rebuild.at().dividedBy(2)));
            }
        }
        assertThat(undisturbed).hasSize(4);
    }

    @Test
    void shouldGiveTheSameDeedsForTheSameSeedAndOthersForAnother() {
        List<Deed> deeds = ChaosSchedule.of(new ChaosPlan(20, 7, PAUSE, 1));

        assertThat(ChaosSchedule.of(new ChaosPlan(20, 7, PAUSE, 1))).isEqualTo(deeds);
        assertThat(ChaosSchedule.of(new ChaosPlan(20, 8, PAUSE, 1))).isNotEqualTo(deeds);
    }

    @Test
    void shouldReachEveryPartAndFreezeBeyondTheSessionTimeOutInALongRun() {
        List<Deed> deeds = ChaosSchedule.of(new ChaosPlan(200, 1, PAUSE, 4));
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
        assertThatThrownBy(() -> new ChaosPlan(0, 1, PAUSE, 0)).hasMessage("--kills is 0; give at least 1");
        assertThatThrownBy(() -> new ChaosPlan(1, 1, Duration.ZERO, 0)).hasMessageContaining("--pause is PT0S");
        assertThatThrownBy(() -> new ChaosPlan(3, 1, PAUSE, 4))
                .hasMessage("--erasures is 4; give 0 to 3, not more than --kills");
    }
}
