package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static io.thumbstream.reward.wire.WireRecords.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.schemas.avro.Label;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Semantics locked here: what a broker stamped is never in the future, whatever the clock of the joiner's machine says. */
class ClockTopologyTest {
    private static final Duration SOON = Duration.ofMillis(700);

    private final Path stateDir;

    ClockTopologyTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-6M", "PT-25H", "PT25H"})
    void shouldLabelVotesThatTheBrokerStampedWhateverItsOwnClockSays(String set) {
        try (TopologyBench bench = new TopologyBench(stateDir, "set" + set)) {
            bench.setClock(Duration.parse(set));
            bench.sendStamped(rollout("g", 0, 1, START));
            bench.sendStamped(thumb("f", "g", 0, 1, START.plusMillis(300)), START.plusMillis(301));
            bench.sleep(SOON);

            assertThat(bench.labels.readValuesToList())
                    .extracting(Label::getDelaySeconds)
                    .containsExactly(0.3);
            assertThat(bench.deadRollouts.isEmpty()).isTrue();
            assertThat(bench.deadFeedback.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldTellByHowMuchItsClockIsBehind() {
        try (TopologyBench bench = new TopologyBench(stateDir, "tell")) {
            assertThat(bench.time.behindSeconds()).isZero();
            bench.setClock(Duration.ofHours(-25));
            bench.sendStamped(rollout("g", 0, 1, START));

            assertThat(bench.time.behindSeconds()).isEqualTo(25 * 3600.0);
        }
    }

    @Test
    void shouldJudgeByItsOwnClockWhatOnlyWritersStamped() {
        try (TopologyBench bench = new TopologyBench(stateDir, "writers")) {
            bench.setClock(Duration.ofMinutes(-6));
            bench.send(rollout("g", 0, 1, START));
            bench.setClock(Duration.ofMinutes(2));
            bench.send(rollout("h", 0, 1, START));
            bench.sleep(SOON);

            assertThat(bench.deadRollouts.readRecordsToList()).singleElement().satisfies(dead -> assertThat(dead.key())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("g"));
            assertThat(bench.experience.readValuesToList())
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.getGroupId()).isEqualTo("h"));
        }
    }

    @Test
    void shouldJudgeByTheBrokersTimeWhatWritersStampedOnceItIsKnown() {
        try (TopologyBench bench = new TopologyBench(stateDir, "mixed")) {
            bench.setClock(Duration.ofHours(-25));
            bench.sendStamped(rollout("g", 0, 1, START));
            bench.send(thumb("near", "g", 0, 1, START.plus(Duration.ofMinutes(4))));
            bench.send(thumb("far", "g", 0, -1, START.plus(Duration.ofMinutes(6))));
            bench.sleep(SOON);

            assertThat(bench.labels.readValuesToList())
                    .singleElement()
                    .satisfies(label -> assertThat(label.getFeedbackIds()).containsExactly("near"));
            assertThat(bench.deadFeedback.readRecordsToList()).hasSize(1);
        }
    }

    /** As it happens when a clock that was behind is set right. */
    @Test
    void shouldNotTakeTheSettingOfAClockForSilence() {
        try (TopologyBench bench = new TopologyBench(stateDir, "set")) {
            bench.send(rollout("other", 0, 1, START));
            bench.send(thumb("f", "g", 0, 1, START.plusMillis(100)));
            bench.sleep(SOON);
            bench.jump(Duration.ofHours(25));
            bench.send(rollout("g", 0, 1, START.plusMillis(200)));
            bench.sleep(SOON);

            assertThat(bench.deadFeedback.isEmpty())
                    .as("a vote that waits for its answer")
                    .isTrue();
            assertThat(bench.labels.readValuesToList())
                    .singleElement()
                    .satisfies(label -> assertThat(label.getFeedbackIds()).containsExactly("f"));
        }
    }

    @Test
    void shouldDateDeadLettersByTheBrokersTimeWhenItsOwnClockIsBehind() {
        try (TopologyBench bench = new TopologyBench(stateDir, "letters")) {
            bench.setClock(Duration.ofDays(-40));
            Instant stamp = START.plusMillis(5);
            bench.sendRawStamped(new TestRecord<>("g", new byte[] {1, 2, 3}, stamp));

            assertThat(bench.deadFeedback.readRecord().getRecordTime())
                    .as("retention counts from it")
                    .isEqualTo(stamp);
        }
    }
}
