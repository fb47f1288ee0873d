package io.thumbstream.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.input.FeedbackParser;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: who holds the topic and no keys learns which answers a person ordered, and nothing of the order. */
class RankingInTheClearTest {
    private static final String REGISTRY = "mock://ranking-in-the-clear";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final FeedbackParser parser = new FeedbackParser(
            GatewaySettings.defaults(),
            new Identities(GatewaySecret.of("0123456789abcdef"), () -> new byte[17]),
            Clock.fixed(NOW, ZoneOffset.UTC));
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void shouldHoldTheSameInTheClearWhateverTheOrder(@TempDir Path keys) throws Exception {
        AvroSerdes sealing = new AvroSerdes(REGISTRY, Map.of(AvroSerdes.USER_KEYS, keys.toString()));
        KafkaEventLog log = new KafkaEventLog(producer, sealing, 10, new OwnVotes());
        assertThat(log.warmUp()).isTrue();
        List<List<String>> orders =
                List.of(List.of("g.0", "g.1", "g.2"), List.of("g.2", "g.1", "g.0"), List.of("g.1", "g.2", "g.0"));
        for (List<String> order : orders) {
            log.append(parser.parse(request(order), Optional.empty(), true), Map.of())
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
        log.close();

        List<Feedback> clear = producer.history().stream()
                .map(RankingInTheClearTest::withoutKeys)
                .toList();
        assertThat(clear).hasSize(orders.size()).allSatisfy(vote -> {
            assertThat(vote.getTargets()).containsExactly("g.0", "g.1", "g.2");
            assertThat(vote.getText()).isEmpty();
            assertThat(vote.getValue()).isEmpty();
            assertThat(vote.getSealed()).hasSize(1);
        });
        assertThat(clear.stream().map(RankingInTheClearTest::unsealed).distinct())
                .as("but for what is sealed the records are equal")
                .hasSize(1);
        assertThat(producer.history()).allSatisfy(record -> assertThat(text(record))
                .doesNotContain("1 2 3")
                .doesNotContain("3 2 1")
                .doesNotContain("3 1 2"));
        assertThat(producer.history().stream().map(record -> opened(sealing, record)))
                .containsExactly(Optional.of("1 2 3"), Optional.of("3 2 1"), Optional.of("3 1 2"));
    }

    private static ObjectNode request(List<String> order) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", "order").put("kind", "ranking").put("user", "ann");
        ArrayNode ids = body.putArray("rollout_ids");
        order.forEach(ids::add);
        return body;
    }

    private static Feedback withoutKeys(ProducerRecord<byte[], byte[]> record) {
        AvroSerdes keyless = new AvroSerdes(REGISTRY, Map.of());
        try (SafeDecoder<Feedback> decoder = keyless.decoder(Topics.FEEDBACK)) {
            return decoder.envelope(new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value()))
                    .orElseThrow();
        }
    }

    private static Feedback unsealed(Feedback vote) {
        return Feedback.newBuilder(vote).setSealed(Map.of()).build();
    }

    private static Optional<String> opened(AvroSerdes sealing, ProducerRecord<byte[], byte[]> record) {
        return sealing.deserializer(Topics.FEEDBACK)
                .deserialize(record.topic(), record.value())
                .getText();
    }

    private static String text(ProducerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.ISO_8859_1);
    }
}
