package io.thumbstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.schemas.avro.DriftVerdict;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

final class AvroSerdesTest {
    private static final String REGISTRY = "mock://avro-serdes-test";
    private static final Feedback THUMB = Feedback.newBuilder()
            .setFeedbackId("f1")
            .setGroupId("g")
            .setKind(FeedbackKind.THUMB)
            .setTargets(List.of("g.0"))
            .setValue(1.0)
            .setServerTime(Instant.ofEpochSecond(5, 6_000))
            .build();

    private final AvroSerdes serdes = new AvroSerdes(REGISTRY, Map.of());

    @Test
    void shouldNotSayUserAndPasswordOfTheRegistryWhenItDoesNotAnswer() {
        AvroSerdes away =
                new AvroSerdes("http://ann:w0rd@127.0.0.1:1,http://ann:w0rd@127.0.0.1:2", Map.of("max.retries", 0));
        byte[] bytes = {0, 0, 0, 0, 1, 0};

        assertThatThrownBy(() -> away.deserializer(Topics.FEEDBACK).deserialize(Topics.FEEDBACK.name(), bytes))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:1,http://127.0.0.1:2")
                .hasMessageNotContaining("w0rd");
    }

    @Test
    void shouldGiveTheSameRecordBackWhenReadWithItsOwnTopic() {
        byte[] bytes = bytes(Topics.FEEDBACK, THUMB);

        try (Deserializer<Feedback> deserializer = serdes.deserializer(Topics.FEEDBACK)) {
            Feedback read = deserializer.deserialize(Topics.FEEDBACK.name(), bytes);

            assertThat(read).isEqualTo(THUMB);
            assertThat(read.getServerTime()).isEqualTo(Instant.ofEpochSecond(5, 6_000));
            assertThat(read.getValue()).contains(1.0);
            assertThat(read.getUserKey()).isEmpty();
        }
    }

    @Test
    void shouldFindTheSchemaWhenItWasRegisteredUpFrontAndAutomaticRegistrationIsOff() throws Exception {
        String url = "mock://registered-up-front";
        AvroSerdes strict = new AvroSerdes(url, Map.of("auto.register.schemas", false));
        try (Serializer<Feedback> serializer = strict.serializer(Topics.FEEDBACK)) {
            assertThatThrownBy(() -> serializer.serialize(Topics.FEEDBACK.name(), THUMB))
                    .isInstanceOf(org.apache.kafka.common.errors.SerializationException.class);
            try (SchemaRegistration registration = new SchemaRegistration(url, Map.of())) {
                assertThat(registration.check())
                        .as("an empty registry is no problem")
                        .isEmpty();
                assertThat(registration.register()).hasSize(Topics.all().size());
                assertThat(registration.check()).isEmpty();
            }
            assertThat(serializer.serialize(Topics.FEEDBACK.name(), THUMB)).startsWith(0);
        }
    }

    @Test
    void shouldTurnPoisonIntoAValueWhenBytesAreGarbageTruncatedOrForeign() {
        byte[] foreign = bytes(Topics.DRIFT, verdict());
        byte[] whole = bytes(Topics.FEEDBACK, THUMB);
        byte[] truncated = java.util.Arrays.copyOf(whole, whole.length - 9);

        assertThat(poison(new byte[] {1, 2, 3}).getMessage()).contains("do not begin with a schema id");
        assertThat(poison(new byte[] {0, 0, 0, 99, 99, 1}).getMessage())
                .contains("with schema id 25443 cannot be read");
        assertThat(poison(truncated).getMessage()).contains("thumbstream.feedback.v1");
        assertThat(poison(foreign).getMessage()).contains("thumbstream.feedback.v1");
    }

    @Test
    void shouldCallARecordWithoutValueEmpty() {
        try (SafeDecoder<Feedback> decoder = serdes.decoder(Topics.FEEDBACK)) {
            @SuppressWarnings("NullAway") // a tombstone has no value
            ConsumerRecord<byte[], byte[]> tombstone = new ConsumerRecord<>("t", 0, 0, new byte[0], null);

            assertThat(decoder.decode(tombstone))
                    .isInstanceOfSatisfying(Decoded.Poison.class, poison -> assertThat(poison.reason())
                            .isEqualTo("empty"));
        }
    }

    @Test
    void shouldNameTheRemedyWhenTheUrlIsEmpty() {
        assertThatThrownBy(() -> new AvroSerdes(" ", Map.of())).hasMessageContaining("http://host:port");
    }

    private UndecodableRecordException poison(byte[] value) {
        try (SafeDecoder<Feedback> decoder = serdes.decoder(Topics.FEEDBACK)) {
            Decoded<Feedback> decoded = decoder.decode(new ConsumerRecord<>("t", 0, 0, new byte[0], value));
            assertThat(decoded).isInstanceOf(Decoded.Poison.class);
            return ((Decoded.Poison<Feedback>) decoded).cause();
        }
    }

    private <T extends org.apache.avro.specific.SpecificRecord> byte[] bytes(TopicSpec<T> topic, T value) {
        try (Serializer<T> serializer = serdes.serializer(topic)) {
            return serializer.serialize(topic.name(), value);
        }
    }

    private static DriftVerdict verdict() {
        return DriftVerdict.newBuilder()
                .setMonitor("m")
                .setValue(1)
                .setThreshold(2)
                .setDrifting(false)
                .setAt(Instant.EPOCH)
                .build();
    }
}
