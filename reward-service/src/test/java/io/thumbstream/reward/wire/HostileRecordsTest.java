package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static io.thumbstream.reward.wire.WireRecords.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.event.Bytes;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.AnswerSpan;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.ReceiptCheck;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that no gateway writes, in the topic of feedback: each is a dead letter with its documented reason, and none changes anything. */
class HostileRecordsTest {
    private static final String NAME = "hostile-records";
    private static final Instant LATER = START.plusMillis(30);
    private static final double NONE = Double.NaN;

    private final Path stateDir;
    private final AvroSerdes serdes = new AvroSerdes("mock://" + NAME, Map.of());
    private final Serializer<Feedback> feedback = serdes.serializer(Topics.FEEDBACK);
    private final List<Row> rows = new ArrayList<>();

    /** A record and the reason for which it must be given up. */
    private record Row(String name, String reason, String key, Bytes value, Instant at) {}

    HostileRecordsTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @Test
    void shouldGiveUpEachForItsReasonAndCountTheGoodVoteAlone() {
        bytes();
        names();
        targets();
        values();
        people();
        try (TopologyBench bench = new TopologyBench(stateDir, NAME)) {
            bench.send(rollout("g", 0, 2, START));
            bench.send(rollout("g", 1, 2, START));
            bench.send(thumb("good", "g", 0, 1, START.plusMillis(20)));
            rows.forEach(
                    row -> bench.sendRaw(new TestRecord<>(row.key(), row.value().toArray(), row.at())));
            bench.sleep(Duration.ofMinutes(3));

            Map<Long, TestRecord<byte[], byte[]>> letters = new HashMap<>();
            bench.deadFeedback.readRecordsToList().forEach(letter -> letters.put(offset(letter), letter));
            assertThat(letters).hasSameSizeAs(rows);
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                TestRecord<byte[], byte[]> letter = // behind the good one
                        Objects.requireNonNull(letters.get(1L + i), row.name());
                assertThat(header(letter, DeadLetters.REASON)).as(row.name()).isEqualTo(row.reason());
                assertThat(Bytes.of(letter.value())).as(row.name()).isEqualTo(row.value());
            }
            assertThat(bench.labels.readValuesToList())
                    .singleElement()
                    .extracting(Label::getFeedbackIds)
                    .isEqualTo(List.of("good"));
        }
    }

    private void bytes() {
        byte[] right = feedback.serialize(
                Topics.FEEDBACK.name(),
                said(FeedbackKind.THUMB, 1, "g.0").setFeedbackId("right").build());
        byte[] otherFrame = right.clone();
        otherFrame[0] = 1;
        byte[] unknownSchema = right.clone();
        ByteBuffer.wrap(unknownSchema).putInt(1, 999_999);
        poison("nothing at all", "g", new byte[0]);
        poison("one byte", "g", new byte[] {0});
        poison("cut in the frame", "g", Arrays.copyOf(right, 3));
        poison("a frame alone", "g", Arrays.copyOf(right, 5));
        poison("cut in the middle", "g", Arrays.copyOf(right, right.length / 2));
        poison("another frame", "g", otherFrame);
        poison("an unknown schema", "g", unknownSchema);
        poison("JSON", "g", "{\"id\":\"a\",\"kind\":\"thumb\"}".getBytes(StandardCharsets.UTF_8));
        poison(
                "an answer in the topic of feedback",
                "g",
                serdes.serializer(Topics.ROLLOUTS).serialize(Topics.ROLLOUTS.name(), rollout("g", 0, 1, START)));
        poison("the key of another group", "h", right);
        poison("an empty key", "", right);
        poison("a key that ends in a blank", "g ", right);
        poison("a key in capitals", "G", right);
    }

    private void names() {
        for (String group :
                List.of("", " ", "g g", "../g", "g/0", "g.0", "g\n", "g\u0000", "gr\u00f6\u00dfe", "g".repeat(81))) {
            add(
                    "the group '" + group + "'",
                    "poison",
                    said(FeedbackKind.THUMB, 1, group + ".0").setGroupId(group));
        }
        add(
                "a time in a year",
                "poison",
                said(FeedbackKind.THUMB, 1, "g.0").setServerTime(START.plus(Duration.ofDays(365))));
        add(
                "the last day that there is",
                "poison",
                said(FeedbackKind.THUMB, 1, "g.0").setServerTime(Instant.parse("9999-12-31T23:59:59Z")));
    }

    private void targets() {
        add("no target", "bad-targets", said(FeedbackKind.THUMB, 1));
        add("two targets of a thumb", "bad-targets", said(FeedbackKind.THUMB, 1, "g.0", "g.1"));
        add("a target of another group", "bad-targets", said(FeedbackKind.THUMB, 1, "h.0"));
        add("a target that only begins alike", "bad-targets", said(FeedbackKind.THUMB, 1, "gg.0"));
        add("a target without an index", "bad-targets", said(FeedbackKind.THUMB, 1, "g"));
        add("an empty target", "bad-targets", said(FeedbackKind.RATING, 1, ""));
        add("a choice of one", "bad-targets", said(FeedbackKind.PAIR, 1, "g.0"));
        add("a choice between an answer and itself", "bad-targets", said(FeedbackKind.PAIR, 1, "g.0", "g.0"));
        add("a choice of three", "bad-targets", said(FeedbackKind.PAIR, 1, "g.0", "g.1", "g.2"));
        add("a choice across groups", "bad-targets", said(FeedbackKind.PAIR, 1, "g.0", "h.1"));
        add(
                "an edit of two",
                "bad-targets",
                said(FeedbackKind.EDIT, NONE, "g.0", "g.1").setText("better"));
        add("a retraction of nothing", "bad-targets", said(FeedbackKind.RETRACT, NONE, "g.0"));
        add("an answer that is not there", "unknown-rollout", said(FeedbackKind.THUMB, 1, "g.7"));
        add("a negative index", "unknown-rollout", said(FeedbackKind.THUMB, 1, "g.-1"));
        add("an index with a zero before it", "unknown-rollout", said(FeedbackKind.THUMB, 1, "g.00"));
        add("a path", "unknown-rollout", said(FeedbackKind.THUMB, 1, "g./../../etc/passwd"));
        add("an answer of which one is not there", "unknown-rollout", said(FeedbackKind.PAIR, 1, "g.0", "g.9"));
        add("a retraction of what nobody said", "unknown-feedback", retraction("nobody"));
        add("a retraction of an empty id", "unknown-feedback", retraction(""));
    }

    private void values() {
        for (double value : List.of(0.0, 0.5, 2.0, -7.0, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)) {
            add("a thumb of " + value, "bad-value", said(FeedbackKind.THUMB, value, "g.0"));
        }
        for (double value : List.of(-0.1, 1.1, -1e300, Double.POSITIVE_INFINITY)) {
            add("a rating of " + value, "bad-value", said(FeedbackKind.RATING, value, "g.0"));
        }
        for (double value : List.of(0.5, 2.0, Double.NEGATIVE_INFINITY)) {
            add("a choice of " + value, "bad-value", said(FeedbackKind.PAIR, value, "g.0", "g.1"));
        }
        for (FeedbackKind kind : List.of(FeedbackKind.THUMB, FeedbackKind.RATING)) {
            add(kind + " without value", "bad-value", said(kind, NONE, "g.0"));
            add(
                    kind + " that is no number",
                    "bad-value",
                    said(kind, NONE, "g.0").setValue(Double.NaN));
        }
        add("a choice without value", "bad-value", said(FeedbackKind.PAIR, NONE, "g.0", "g.1"));
        add("an edit without text", "bad-value", said(FeedbackKind.EDIT, NONE, "g.0"));
        add(
                "an edit of blanks",
                "bad-value",
                said(FeedbackKind.EDIT, NONE, "g.0").setText(" \n\t "));
        add("a part of nothing", "bad-value", said(FeedbackKind.SPAN, 1, "g.0"));
        for (AnswerSpan part : List.of(
                new AnswerSpan(0, 0),
                new AnswerSpan(3, 1),
                new AnswerSpan(-1, 2),
                new AnswerSpan(0, 10_000),
                new AnswerSpan(Integer.MIN_VALUE, Integer.MAX_VALUE))) {
            add(
                    "the part " + part,
                    "bad-value",
                    said(FeedbackKind.SPAN, 1, "g.0").setSpan(part));
        }
        add(
                "half a judgement of a part",
                "bad-value",
                said(FeedbackKind.SPAN, 0.5, "g.0").setSpan(new AnswerSpan(0, 2)));
    }

    private void people() {
        add(
                "a thumb by a stranger",
                "stranger",
                said(FeedbackKind.THUMB, 1, "g.0").setUserKey("eve"));
        add(
                "an edit by a stranger",
                "stranger",
                said(FeedbackKind.EDIT, NONE, "g.0").setText("worse").setUserKey("eve"));
        add(
                "a choice by a stranger",
                "stranger",
                said(FeedbackKind.PAIR, 1, "g.0", "g.1").setUserKey("eve"));
        add("a retraction by a stranger", "stranger", retraction("good").setUserKey("eve"));
        add("a retraction by nobody", "stranger", retraction("good").clearUserKey());
        add("a forged receipt", "stranger", said(FeedbackKind.THUMB, 1, "g.0").setReceipt(ReceiptCheck.INVALID));
        add("a forged receipt of a retraction", "stranger", retraction("good").setReceipt(ReceiptCheck.INVALID));
    }

    private static Feedback.Builder retraction(String id) {
        return said(FeedbackKind.RETRACT, NONE, "g.0").setRetracts(id);
    }

    /** @param value not a number for none */
    private static Feedback.Builder said(FeedbackKind kind, double value, String... targets) {
        Feedback.Builder said = Feedback.newBuilder()
                .setGroupId("g")
                .setKind(kind)
                .setTargets(List.of(targets))
                .setUserKey("ann")
                .setServerTime(LATER);
        return Double.isNaN(value) ? said : said.setValue(value);
    }

    private void poison(String name, String key, byte[] value) {
        rows.add(new Row(name, "poison", key, Bytes.of(value), LATER));
    }

    private void add(String name, String reason, Feedback.Builder vote) {
        Feedback built = vote.setFeedbackId("id-" + rows.size()).build();
        byte[] value = feedback.serialize(Topics.FEEDBACK.name(), built);
        rows.add(new Row(name, reason, built.getGroupId(), Bytes.of(value), built.getServerTime()));
    }

    private static long offset(TestRecord<byte[], byte[]> letter) {
        return Long.parseLong(header(letter, DeadLetters.OFFSET));
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
