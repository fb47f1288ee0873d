package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.drive.CallCounts;
import io.thumbstream.lab.drive.DriverCounts;
import io.thumbstream.lab.history.Finding;
import io.thumbstream.lab.history.FindingClass;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.trace.VoteAudit;
import io.thumbstream.launcher.chaos.DegradeResult.Lived;
import io.thumbstream.launcher.chaos.DegradeResult.Spell;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DegradeResultTest {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final Spell SPELL = new Spell(100, 200, 7, 12);
    private static final String DOWN =
            "{\"type\":\"urn:thumbstream:problem:log-unavailable\",\"title\":\"The event log is not"
                    + " reachable\",\"status\":503,\"detail\":\"The brokers did not take it; send it again.\"}";
    private static final Observation BEFORE = new Observation("before", 10, 20, 202, "{}", false);
    private static final Observation REFUSED = new Observation("refused", 120, 130, 503, DOWN, true);
    private static final Observation ACROSS = new Observation("across", 190, 260, 202, "{}", false);
    private static final Observation WITHIN = new Observation("within", 120, 130, 202, "{}", false);

    @Test
    void shouldMeetEveryDemandWhenTheBrokerWasAwayAndNothingElseHappened() {
        DegradeResult result = result(DegradePart.BROKER_DOWN, List.of(SPELL), List.of(BEFORE, REFUSED, ACROSS));

        assertThat(missed(result)).isEmpty();
        assertThat(result.findings()).isEmpty();
        assertThat(value(result, "broker-down-refused-meanwhile")).isEqualTo(1);
        assertThat(value(result, "broker-down-accepted-meanwhile"))
                .as("sent without a broker, accepted when it was back")
                .isEqualTo(1);
        assertThat(value(result, "broker-down-recovery")).isEqualTo(12);
        assertThat(value(result, "broker-down-votes-accepted")).isEqualTo(42);
    }

    @Test
    void shouldFindAVoteThatWasAcceptedWhileNoBrokerWasThere() {
        DegradeResult result = result(DegradePart.BROKER_DOWN, List.of(SPELL), List.of(REFUSED, WITHIN));

        assertThat(missed(result)).containsExactly("broker-down-accepted-without-broker");
        assertThat(result.findings()).containsExactly("broker-down: accepted without a broker: within");
    }

    @Test
    void shouldDemandOfAFullDiskWhatItDemandsOfAMissingBroker() {
        DegradeResult met = result(DegradePart.DISK_FULL, List.of(SPELL), List.of(BEFORE, REFUSED, ACROSS));
        DegradeResult taken = result(DegradePart.DISK_FULL, List.of(SPELL), List.of(REFUSED, WITHIN));
        DegradeResult unfelt = result(DegradePart.DISK_FULL, List.of(SPELL), List.of(BEFORE));

        assertThat(missed(met)).isEmpty();
        assertThat(missed(taken)).containsExactly("disk-full-accepted-without-broker");
        assertThat(taken.findings()).containsExactly("disk-full: accepted without a broker: within");
        assertThat(missed(unfelt)).containsExactly("disk-full-refused-meanwhile");
    }

    @Test
    void shouldShowNothingWhenNobodyWasRefusedWithoutABroker() {
        assertThat(missed(result(DegradePart.BROKER_DOWN, List.of(SPELL), List.of(BEFORE))))
                .containsExactly("broker-down-refused-meanwhile");
    }

    @Test
    void shouldDemandThatVotesGoOnWhilePartitionsMove() {
        assertThat(missed(result(DegradePart.PARTITION_MOVED, List.of(SPELL), List.of(WITHIN))))
                .isEmpty();
        assertThat(missed(result(DegradePart.PARTITION_MOVED, List.of(SPELL), List.of(BEFORE))))
                .containsExactly("partition-moved-accepted-meanwhile");
        assertThat(missed(result(DegradePart.PARTITION_MOVED, List.of(SPELL), List.of(REFUSED, WITHIN))))
                .as("the log is there, so nobody may be told that it is not")
                .containsExactly("partition-moved-unclear-answers");
    }

    @Test
    void shouldFindARecoveryThatTookTooLongOrNeverCame() {
        Spell late = new Spell(300, 400, 0, 91);
        Spell never = new Spell(300, 400, 0, Double.NaN);

        assertThat(missed(result(DegradePart.REGISTRY_DOWN, List.of(SPELL, late), List.of(BEFORE))))
                .containsExactly("registry-down-recovery");
        assertThat(missed(result(DegradePart.REGISTRY_DOWN, List.of(never, SPELL), List.of(BEFORE))))
                .containsExactly("registry-down-recovery");
    }

    @Test
    void shouldFindAnswersThatAreUnclear() {
        Observation mute = new Observation("mute", 120, 130, 500, "", false);

        DegradeResult result = result(DegradePart.REGISTRY_DOWN, List.of(SPELL), List.of(BEFORE, mute));
        assertThat(missed(result)).containsExactly("registry-down-unclear-answers");
        assertThat(result.findings())
                .singleElement()
                .asString()
                .startsWith("registry-down: unclear answer: mute got 500");
    }

    @Test
    void shouldFindStatusesThatPeopleShouldNotSee() {
        DegradeResult result = result(
                DegradePart.REGISTRY_DOWN,
                List.of(SPELL),
                List.of(BEFORE),
                people(Map.of(202, 40L, 500, 2L)),
                List.of());

        assertThat(missed(result)).containsExactly("registry-down-unclear-answers");
        assertThat(value(result, "registry-down-unclear-answers")).isEqualTo(2);
        assertThat(result.findings())
                .singleElement()
                .asString()
                .contains("unclear answers to people")
                .contains("500=2");
    }

    @Test
    void shouldDemandABacklogWhereTheConsumerStoodStill() {
        Spell idle = new Spell(100, 200, 0, 12);

        assertThat(missed(result(DegradePart.SLOW_CONSUMER, List.of(SPELL), List.of(WITHIN))))
                .isEmpty();
        assertThat(missed(result(DegradePart.SLOW_CONSUMER, List.of(idle), List.of(WITHIN))))
                .containsExactly("slow-consumer-backlog");
        assertThat(missed(result(DegradePart.SLOW_CONSUMER, List.of(SPELL), List.of(BEFORE))))
                .containsExactly("slow-consumer-accepted-meanwhile");
    }

    @ParameterizedTest
    @EnumSource(FindingClass.class)
    void shouldMissExactlyOneFigureWhenTheTopicsBreakAPromise(FindingClass kind) {
        DegradeResult result = result(
                DegradePart.ROLLING_RESTART,
                List.of(SPELL),
                List.of(BEFORE),
                people(Map.of(0, 3L, 202, 40L)),
                List.of(new Finding(kind, "here")));

        String figure =
                switch (kind) {
                    case LOST_VOTE, DOUBLE_VOTE, JOIN_DIFFERENCE -> kind.key();
                    default -> "other-findings";
                };
        assertThat(missed(result)).containsExactly("rolling-restart-" + figure);
        assertThat(result.findings()).containsExactly("rolling-restart: " + kind.key() + ": here");
    }

    private static DegradeResult result(DegradePart part, List<Spell> spells, List<Observation> seen) {
        return result(part, spells, seen, people(Map.of(202, 40L)), List.of());
    }

    private static DegradeResult result(
            DegradePart part, List<Spell> spells, List<Observation> seen, DriverCounts people, List<Finding> findings) {
        return new DegradeResult(
                part,
                new Lived(spells, seen, people, Evidence.NONE, 0),
                new Aftermath.Verdict(new VoteAudit(40, 40, List.of(), List.of()), findings, 12, 40, 3, 70, 2, 0, 110),
                61);
    }

    private static DriverCounts people(Map<Integer, Long> statuses) {
        CallCounts calls = new CallCounts(40, 40, 0, 0, statuses);
        return new DriverCounts(calls, calls, 40, 0);
    }

    private static List<String> missed(DegradeResult result) {
        return new Figures(result.figures(BOUND))
                .missed().stream().map(Figure::name).toList();
    }

    private static double value(DegradeResult result, String name) {
        return result.figures(BOUND).stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
