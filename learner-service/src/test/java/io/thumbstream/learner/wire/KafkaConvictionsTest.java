package io.thumbstream.learner.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.trust.Reason;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.PersonDecision;
import io.thumbstream.schemas.avro.QuarantineDecision;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the firewall has convicted is told once, and after a crash or a failure whatever the topic lacks. */
class KafkaConvictionsTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final AvroSerdes KEYLESS = new AvroSerdes("mock://kafka-convictions-test", Map.of());
    private static final Verdict LIAR =
            new Verdict("liar", 0, true, Map.of(Reason.PROBES_FAILED, 6.93, Reason.INFLUENCE_CAP, 0.25));
    private static final Verdict RELEASED = new Verdict("liar", 1, false, Map.of(Reason.RELEASED, 1.0));
    private static final Verdict DISCARDED = new Verdict("bot", 0, false, Map.of(Reason.DISCARDED, 0.0));
    private static final Verdict LOUD = new Verdict("loud", 0.25, false, Map.of(Reason.INFLUENCE_CAP, 0.25));

    private final Topic topic = new Topic();

    /** The topic as it is read when a learner starts. */
    private static final class Topic implements KafkaConvictions.Written {
        private final Set<String> convicted = new HashSet<>();
        private boolean away;

        @Override
        public Set<String> people() {
            if (away) {
                throw new TransientException("brokers away");
            }
            return convicted;
        }

        @Override
        public void close() {
            convicted.clear();
        }
    }

    private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private KafkaConvictions convictions(AvroSerdes serdes, MockProducer<byte[], byte[]> producer) {
        return new KafkaConvictions(topic, serdes, "reward/support", producer, CLOCK);
    }

    private static List<QuarantineDecision> sent(AvroSerdes serdes, MockProducer<byte[], byte[]> producer) {
        List<QuarantineDecision> sent = new ArrayList<>();
        try (SafeDecoder<QuarantineDecision> decoder = serdes.decoder(Topics.QUARANTINE_DECISIONS)) {
            for (ProducerRecord<byte[], byte[]> record : producer.history()) {
                Decoded<QuarantineDecision> decoded =
                        decoder.decode(new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value()));
                assertThat(decoded).isInstanceOf(Decoded.Value.class);
                if (decoded instanceof Decoded.Value<QuarantineDecision> readable) {
                    assertThat(ConvictionRecords.convicted(decoded))
                            .contains(readable.value().getUserKey());
                    sent.add(readable.value());
                }
            }
        }
        return sent;
    }

    @Test
    void shouldTellOfAConvictionOnceWhateverBecomesOfIt() {
        MockProducer<byte[], byte[]> producer = producer(true);
        try (KafkaConvictions convictions = convictions(KEYLESS, producer)) {
            convictions.tell(3, List.of(LOUD, DISCARDED));
            assertThat(producer.history()).as("nobody is in quarantine").isEmpty();

            convictions.tell(4, List.of(LOUD, LIAR, DISCARDED));

            ProducerRecord<byte[], byte[]> record = producer.history().get(0);
            assertThat(record.topic()).isEqualTo("thumbstream.quarantine-decisions.v1");
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("liar");
            assertThat(sent(KEYLESS, producer)).singleElement().satisfies(told -> {
                assertThat(told.getUserKey()).isEqualTo("liar");
                assertThat(told.getDecision()).contains(PersonDecision.CONVICT);
                assertThat(told.getDecidedBy()).isEqualTo("firewall");
                assertThat(told.getWhy()).isEqualTo("probes-failed 6.93, influence-cap 0.25");
                assertThat(told.getAt()).isEqualTo(NOON);
            });
            for (Verdict later : List.of(LIAR, RELEASED, LIAR)) {
                convictions.tell(5, List.of(later));
            }
            assertThat(producer.history()).as("what was told stands").hasSize(1);
        }
    }

    @Test
    void shouldTellAfterACrashWhatTheTopicLacksUnderTheSameId() {
        MockProducer<byte[], byte[]> crashed = producer(false);
        try (KafkaConvictions convictions = convictions(KEYLESS, crashed)) {
            convictions.tell(4, List.of(LIAR));
        }
        Verdict capped = new Verdict("liar", 0, true, Map.of(Reason.PROBES_FAILED, 6.93, Reason.INFLUENCE_CAP, 0.5));
        Verdict member = new Verdict("member", 0, true, Map.of(Reason.GROUP_FAILED, 7.5));
        topic.convicted.add("member");

        MockProducer<byte[], byte[]> recovered = producer(true);
        try (KafkaConvictions convictions = convictions(KEYLESS, recovered)) {
            convictions.tell(9, List.of(capped, member));
        }

        assertThat(sent(KEYLESS, recovered))
                .as("the topic has the member's")
                .singleElement()
                .satisfies(told -> assertThat(told.getDecisionId())
                        .hasSize(32)
                        .isEqualTo(sent(KEYLESS, crashed).get(0).getDecisionId()));
    }

    @Test
    void shouldTellAgainWhatWasNotWritten() {
        MockProducer<byte[], byte[]> producer = producer(false);
        try (KafkaConvictions convictions = convictions(KEYLESS, producer)) {
            convictions.tell(4, List.of(LIAR));
            convictions.tell(5, List.of(LIAR));
            assertThat(producer.history()).as("nobody knows yet").hasSize(1);
            assertThat(producer.errorNext(new TimeoutException("broker away"))).isTrue();

            convictions.tell(6, List.of(LIAR));
            assertThat(producer.history()).hasSize(2);
            assertThat(producer.completeNext()).isTrue();

            convictions.tell(7, List.of(LIAR));
            assertThat(producer.history()).hasSize(2);
        }
    }

    @Test
    void shouldGoOnWhenTheTopicCannotBeReadAndTellLater() {
        MockProducer<byte[], byte[]> producer = producer(true);
        try (KafkaConvictions convictions = convictions(KEYLESS, producer)) {
            topic.away = true;
            convictions.tell(4, List.of(LIAR));
            assertThat(producer.history()).isEmpty();

            topic.away = false;
            convictions.tell(5, List.of(LIAR));
            assertThat(producer.history()).hasSize(1);
        }
    }

    @Test
    void shouldSealWhatItTellsAndSayNothingOfSomebodyWhoWasErased(@TempDir Path keys) {
        new FileVault(keys, Clock.systemUTC()).prepare(List.of("liar"));
        AvroSerdes sealing =
                new AvroSerdes("mock://kafka-convictions-sealed-test", Map.of(AvroSerdes.USER_KEYS, keys.toString()));
        Verdict gone = new Verdict("gone", 0, true, Map.of(Reason.PROBES_FAILED, 6.93));
        MockProducer<byte[], byte[]> producer = producer(true);
        try (KafkaConvictions convictions = convictions(sealing, producer)) {
            convictions.tell(4, List.of(LIAR, gone));
        }

        assertThat(sent(sealing, producer))
                .extracting(QuarantineDecision::getUserKey)
                .containsExactly("liar");
        assertThat(new String(producer.history().get(0).value(), StandardCharsets.ISO_8859_1))
                .contains("liar")
                .doesNotContain("firewall")
                .doesNotContain("probes-failed");
    }

    @Test
    void shouldTakeNoDecisionOfAHumanForAConviction() {
        QuarantineDecision discarded = QuarantineDecision.newBuilder()
                .setDecisionId("d1")
                .setUserKey("liar")
                .setDecision(PersonDecision.DISCARD)
                .setAt(NOON)
                .build();

        assertThat(ConvictionRecords.convicted(new Decoded.Value<>(discarded))).isEmpty();
        assertThat(ConvictionRecords.convicted(new Decoded.Erased<>(discarded))).isEmpty();
    }
}
