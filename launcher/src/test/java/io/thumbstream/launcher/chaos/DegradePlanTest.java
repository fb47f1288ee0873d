package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.chaos.DegradePlan.Round;
import io.thumbstream.launcher.chaos.DegradePlan.Trouble;
import io.thumbstream.launcher.serve.ServedPart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DegradePlanTest {
    @ParameterizedTest
    @EnumSource(DegradePart.class)
    void shouldEndWhatItBeganWhenAnyPartIsPlanned(DegradePart part) {
        List<Round> rounds = DegradePlan.of(part).rounds();

        assertThat(rounds).isNotEmpty();
        for (Round round : rounds) {
            assertThat(round.hold()).isPositive();
            round.trouble().ifPresent(trouble -> assertThat(trouble.end())
                    .isEqualTo(trouble.begin() == Deed.Verb.FREEZE ? Deed.Verb.THAW : Deed.Verb.START));
        }
    }

    @Test
    void shouldKillTheBrokerForHalfAMinuteWhenItIsDown() {
        assertThat(DegradePlan.of(DegradePart.BROKER_DOWN).rounds())
                .containsExactly(new Round(
                        Duration.ofSeconds(30),
                        Optional.of(new Trouble(ServedPart.BROKER, Deed.Verb.KILL, Deed.Verb.START))));
    }

    @Test
    void shouldMovePartitionsTwice() {
        assertThat(DegradePlan.of(DegradePart.PARTITION_MOVED).rounds()).hasSize(2);
    }

    @Test
    void shouldLeaveTheEndOfTheBrokerToTheFullDisk() {
        assertThat(DegradePlan.of(DegradePart.DISK_FULL).rounds())
                .containsExactly(new Round(Duration.ofSeconds(30), Optional.empty()));
        assertThat(DegradePart.values())
                .filteredOn(DegradePart::losesBroker)
                .containsExactly(DegradePart.BROKER_DOWN, DegradePart.DISK_FULL);
    }

    @Test
    void shouldFreezeTheRewardServiceForAMinuteWhenTheConsumerIsSlow() {
        assertThat(DegradePlan.of(DegradePart.SLOW_CONSUMER).rounds())
                .containsExactly(new Round(
                        Duration.ofSeconds(60),
                        Optional.of(new Trouble(ServedPart.REWARD, Deed.Verb.FREEZE, Deed.Verb.THAW))));
    }

    @Test
    void shouldEndEveryProcessOnceWhenRestartsRoll() {
        List<Trouble> troubles = DegradePlan.of(DegradePart.ROLLING_RESTART).rounds().stream()
                .map(round -> round.trouble().orElseThrow())
                .toList();

        assertThat(troubles).extracting(Trouble::whom).containsExactlyInAnyOrderElementsOf(ChaosSchedule.parts());
        assertThat(troubles).extracting(Trouble::begin).containsOnly(Deed.Verb.END);
    }

    @Test
    void shouldDemandThatVotesGoOnExactlyWhereTheGatewayMissesNothing() {
        assertThat(DegradePart.values())
                .filteredOn(DegradePart::serves)
                .containsExactly(
                        DegradePart.SLOW_CONSUMER,
                        DegradePart.PARTITION_MOVED,
                        DegradePart.POISON,
                        DegradePart.OVERSIZE,
                        DegradePart.DUPLICATES,
                        DegradePart.SCHEMA_EVOLUTION);
        assertThat(DegradePart.values())
                .as("where the gateway itself is started again")
                .filteredOn(DegradePart::severs)
                .containsExactly(DegradePart.ROLLING_RESTART, DegradePart.CLOCK_JUMP, DegradePart.CLOCK_BEHIND);
    }
}
