package io.thumbstream.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.event.AnswerSpan;
import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: what the gateway remembers of its own feedback is what it would read from the topic. */
class OwnVotesTest {
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z").plusNanos(1_234_567);
    private static final TopicPartition PLACE = new TopicPartition(Topics.FEEDBACK.name(), 2);
    private static final byte[] BYTES = {1, 2, 3};

    private final OwnVotes own = new OwnVotes();
    private final Feedback vote = AvroEvents.feedback(event(Kind.THUMB));

    @Test
    void shouldTellTheSameAsTheRecordWhateverWasSaid(@TempDir Path keys) throws Exception {
        AvroSerdes serdes = new AvroSerdes("mock://own-votes", Map.of(AvroSerdes.USER_KEYS, keys.toString()));
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        List<Seen> remembered = new ArrayList<>();
        List<Seen> read = new ArrayList<>();
        KafkaEventLog log = new KafkaEventLog(producer, serdes, 100, own);
        assertThat(log.warmUp()).isTrue();
        List<EventLog.Entry> entries = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            entries.add(new EventLog.Entry(event(kind), Map.of()));
        }
        for (CompletionStage<Void> stored : log.appendAll(entries)) {
            stored.toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        RunSink knowing = new RunSink(serdes, own, remembered::addAll);
        RunSink reading = new RunSink(serdes, new OwnVotes(), read::addAll);
        List<ProducerRecord<byte[], byte[]>> history = producer.history();
        for (int i = 0; i < history.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                    Topics.FEEDBACK.name(),
                    0,
                    i,
                    history.get(i).key(),
                    history.get(i).value());
            knowing.accept(record);
            reading.accept(record);
        }
        knowing.flush();
        reading.flush();
        log.close();

        assertThat(history).hasSize(Kind.values().length);
        assertThat(remembered).hasSizeGreaterThan(history.size()).isEqualTo(read);
    }

    @Test
    void shouldBeTakenOnceAndOnlyForItsOwnBytesAtItsOwnPlace() {
        own.stored(metadata(5), BYTES, vote);

        assertThat(own.take(record(6, BYTES))).isEmpty();
        assertThat(own.take(record(5, BYTES.clone()))).containsSame(vote);
        assertThat(own.take(record(5, BYTES))).isEmpty();

        own.stored(metadata(7), BYTES, vote);
        assertThat(own.take(record(7, new byte[] {1, 2})))
                .as("a topic made anew")
                .isEmpty();
    }

    @Test
    void shouldNotRememberWhatHasNoPlaceOrIsLarge() {
        own.stored(metadata(-1), BYTES, vote);
        own.stored(metadata(8), new byte[5_000], vote);

        assertThat(own.take(record(-1, BYTES))).isEmpty();
        assertThat(own.take(record(8, new byte[5_000]))).isEmpty();
    }

    @Test
    void shouldForgetWhenNobodyReads() {
        for (int i = 0; i <= 5_000; i++) {
            own.stored(metadata(i), BYTES, vote);
        }

        assertThat(own.take(record(0, BYTES))).isEmpty();
        assertThat(own.take(record(5_000, BYTES))).containsSame(vote);
    }

    @Test
    void shouldNotGiveBackWhatAnErasedPersonSaid(@TempDir Path keys) {
        FileVault vault = new FileVault(keys, () -> AT);
        byte[] unused = vault.seal("person", BYTES, BYTES).orElseThrow();
        OwnVotes forgetting = new OwnVotes(vault::isErasedSince);
        forgetting.stored(metadata(5), BYTES, vote);
        forgetting.stored(metadata(6), BYTES, vote);

        assertThat(forgetting.take(record(5, BYTES))).containsSame(vote);
        assertThat(new FileVault(keys, () -> AT).destroy("person")).isTrue();

        assertThat(forgetting.take(record(6, BYTES))).isEmpty();
    }

    @Test
    void shouldNotGiveBackWhatAnErasedPersonSaidAheadOfTime(@TempDir Path keys) {
        FileVault vault = new FileVault(keys, () -> AT);
        byte[] unused = vault.seal("person", BYTES, BYTES).orElseThrow();
        OwnVotes forgetting = new OwnVotes(vault::isErasedSince);
        Feedback ahead = AvroEvents.feedback(event(Kind.THUMB, AT.plus(Duration.ofMinutes(4))));
        forgetting.stored(metadata(5, AT), BYTES, ahead);
        forgetting.stored(metadata(6, AT), BYTES, ahead);

        assertThat(forgetting.take(record(5, BYTES))).containsSame(ahead);
        assertThat(new FileVault(keys, () -> AT).destroy("person")).isTrue();

        assertThat(forgetting.take(record(6, BYTES))).isEmpty();
    }

    private static RecordMetadata metadata(long offset) {
        return metadata(offset, Instant.EPOCH);
    }

    private static RecordMetadata metadata(long offset, Instant written) {
        return new RecordMetadata(PLACE, offset, 0, written.toEpochMilli(), 1, BYTES.length);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] bytes) {
        return new ConsumerRecord<>(PLACE.topic(), PLACE.partition(), Math.max(0, offset), new byte[0], bytes);
    }

    private static FeedbackEvent event(Kind kind) {
        return event(kind, AT);
    }

    private static FeedbackEvent event(Kind kind, Instant when) {
        boolean valued = kind != Kind.EDIT && kind != Kind.COMMENT && kind != Kind.RANKING && kind != Kind.RETRACT;
        boolean compared = kind == Kind.PAIR || kind == Kind.RANKING;
        boolean worded = kind == Kind.EDIT || kind == Kind.COMMENT || compared;
        return new FeedbackEvent(
                "f-" + kind,
                "g",
                kind,
                compared ? List.of("g.0", "g.1") : kind == Kind.RETRACT ? List.of() : List.of("g.0"),
                valued ? OptionalDouble.of(1) : OptionalDouble.empty(),
                worded ? Optional.of("größer") : Optional.empty(),
                kind == Kind.SPAN ? Optional.of(new AnswerSpan(0, 2)) : Optional.empty(),
                kind == Kind.IMPLICIT ? Optional.of("copied") : Optional.empty(),
                kind == Kind.RETRACT ? Optional.of("f-THUMB") : Optional.empty(),
                Optional.of("person"),
                3,
                Optional.of(AT),
                "page",
                true,
                when);
    }
}
