package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static io.thumbstream.reward.wire.WireRecords.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.schemas.avro.Label;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the joiner in Kafka Streams gives up on, and what becomes of it when it is sent again. */
class DeadLetterTopologyTest {
    private static final Duration SOON = Duration.ofMillis(700);

    private final Path stateDir;

    DeadLetterTopologyTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @Test
    void shouldSendPoisonToTheDeadLettersAndGoOn() {
        try (TopologyBench bench = new TopologyBench(stateDir, "poison")) {
            byte[] unknownSchema = ByteBuffer.allocate(9)
                    .put((byte) 0)
                    .putInt(999_999)
                    .putInt(1)
                    .array();
            bench.sendRaw(new TestRecord<>("g", unknownSchema, START));
            bench.sendRaw(new TestRecord<>("g", new byte[] {1, 2, 3}, START));
            bench.sendRaw(new TestRecord<>("wrong", bench.bytes(thumb("k", "g", 0, 1, START)), START));
            bench.send(thumb("future", "g", 0, 1, START.plus(Duration.ofDays(400))));
            bench.send(rollout("g", 0, 1, START));
            bench.send(thumb("f", "g", 0, 1, START.plusMillis(10)));
            bench.sleep(SOON);

            assertThat(bench.labels.readValuesToList()).hasSize(1);
            List<TestRecord<byte[], byte[]>> dead = bench.deadFeedback.readRecordsToList();
            assertThat(dead).hasSize(4);
            assertThat(dead.get(0).value()).isEqualTo(unknownSchema);
            assertThat(header(dead.get(0), DeadLetters.TOPIC)).isEqualTo("thumbstream.feedback.v1");
            assertThat(header(dead.get(0), DeadLetters.PARTITION)).isEqualTo("0");
            assertThat(header(dead.get(0), DeadLetters.OFFSET)).isEqualTo("0");
            assertThat(header(dead.get(0), DeadLetters.MESSAGE)).contains("999999");
            assertThat(header(dead.get(0), DeadLetters.EXCEPTION)).isNotBlank();
            assertThat(header(dead.get(0), DeadLetters.STACK_TRACE)).isNotBlank();
            assertThat(header(dead.get(2), DeadLetters.MESSAGE))
                    .contains("'wrong'")
                    .contains("'g'");
            assertThat(header(dead.get(3), DeadLetters.MESSAGE)).contains("future");
        }
    }

    @Test
    void shouldKeepTheHeadersOfARecordThatIsPoisonAndDateItsLetterNow() {
        try (TopologyBench bench = new TopologyBench(stateDir, "headers")) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("traceparent", "00-trace".getBytes(StandardCharsets.UTF_8));
            headers.add(DeadLetters.TOPIC, "an older one".getBytes(StandardCharsets.UTF_8));
            bench.sendRaw(new TestRecord<>("g", new byte[] {1, 2, 3}, headers, Instant.EPOCH));

            TestRecord<byte[], byte[]> dead = bench.deadFeedback.readRecord();
            assertThat(dead.getRecordTime()).as("retention counts from it").isEqualTo(START);
            assertThat(header(dead, "traceparent")).isEqualTo("00-trace");
            assertThat(dead.headers().headers(DeadLetters.TOPIC))
                    .singleElement()
                    .satisfies(topic -> assertThat(topic.value())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo("thumbstream.feedback.v1"));
        }
    }

    @Test
    void shouldCountAReplayedVoteOnceWhenItWasLabelledAlready() {
        try (TopologyBench bench = new TopologyBench(stateDir, "replayed")) {
            bench.send(thumb("f", "g", 0, 1, START));
            bench.sleep(Duration.ofMinutes(3));
            TestRecord<byte[], byte[]> dead = bench.deadFeedback.readRecord();
            bench.send(rollout("g", 0, 1, START));

            replay(bench, dead);
            bench.sleep(SOON);
            Label label = bench.labels.readValue();
            assertThat(label.getFeedbackIds()).containsExactly("f");
            bench.sleep(SOON);
            int groups = bench.experience.readRecordsToList().size();
            replay(bench, dead);
            bench.send(thumb("f", "g", 0, 1, START));
            bench.sleep(Duration.ofMinutes(3));

            assertThat(groups).as("revisions of the group with the vote").isPositive();
            assertThat(bench.labels.isEmpty()).isTrue();
            assertThat(bench.experience.isEmpty()).isTrue();
            assertThat(bench.deadFeedback.isEmpty()).isTrue();
        }
    }

    /** Sends a dead letter as {@code thumbstream dlq replay} does. */
    private static void replay(TopologyBench bench, TestRecord<byte[], byte[]> dead) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(DeadLetters.REPLAY_OF, "thumbstream.feedback.v1.dlq:0:0".getBytes(StandardCharsets.UTF_8));
        bench.sendRaw(new TestRecord<>(
                new String(dead.key(), StandardCharsets.UTF_8), dead.value(), headers, dead.getRecordTime()));
    }

    @Test
    void shouldSendUnmatchedFeedbackToTheDeadLettersByteForByte() {
        try (TopologyBench bench = new TopologyBench(stateDir, "unmatched")) {
            bench.send(thumb("f", "g", 0, 1, START));
            bench.sleep(Duration.ofMinutes(3));

            TestRecord<byte[], byte[]> dead = bench.deadFeedback.readRecord();
            assertThat(dead.value()).isEqualTo(bench.bytes(thumb("f", "g", 0, 1, START)));
            assertThat(new String(dead.key(), StandardCharsets.UTF_8)).isEqualTo("g");
            assertThat(header(dead, DeadLetters.REASON)).isEqualTo("unknown-rollout");
            assertThat(header(dead, DeadLetters.SERVICE)).isEqualTo("reward");
        }
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
