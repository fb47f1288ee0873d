package io.thumbstream.launcher.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.launcher.chaos.wire.OtherFeedback.Thumb;
import io.thumbstream.launcher.chaos.wire.OtherFeedback.Version;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OtherFeedbackTest {
    private static final String REGISTRY = "mock://other-feedback-test";
    private static final Thumb DOWN = new Thumb("v1", "g.2", "somebody", false, Instant.ofEpochSecond(5, 6_000));

    private final KafkaSettings kafka;
    private final OtherFeedback other;

    OtherFeedbackTest(@TempDir Path keys) {
        this.kafka = KafkaSettings.defaults()
                .at("127.0.0.1:1", REGISTRY)
                .withRegistryDefault(AvroSerdes.USER_KEYS, keys.toString());
        this.other = new OtherFeedback(kafka);
    }

    @AfterEach
    void close() throws IOException {
        other.close();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void shouldBeReadByThisBuildWithNothingLost(Version version) {
        assertThat(other.register(version)).isEmpty();

        Decoded<Feedback> decoded = read(other.record(version, DOWN), kafka.schemaRegistry());

        assertThat(decoded).isInstanceOf(Decoded.Value.class);
        Feedback vote = ((Decoded.Value<Feedback>) decoded).value();
        assertThat(vote.getFeedbackId()).isEqualTo("v1");
        assertThat(vote.getGroupId()).isEqualTo("g").isEqualTo(OtherFeedback.groupOf(DOWN));
        assertThat(vote.getKind()).isEqualTo(FeedbackKind.THUMB);
        assertThat(vote.getTargets()).containsExactly("g.2");
        assertThat(vote.getValue()).contains(-1.0);
        assertThat(vote.getUserKey()).contains("somebody");
        assertThat(vote.getServerTime()).isEqualTo(DOWN.at());
        assertThat(vote.getSpan()).isEmpty();
    }

    @Test
    void shouldSealWhereTheVersionCan() {
        assertThat(other.register(Version.EARLIER)).isEmpty();
        assertThat(other.register(Version.LATER)).isEmpty();

        assertThat(read(other.record(Version.LATER, DOWN), Map.of()))
                .as("without keys")
                .isInstanceOf(Decoded.Poison.class);
        assertThat(read(other.record(Version.EARLIER, DOWN), Map.of())).isInstanceOf(Decoded.Value.class);
    }

    @Test
    void shouldWriteWithSchemasThatDifferFromOursAndFollowTheRuleOfTheTopic() {
        Schema ours = Topics.FEEDBACK.schema();
        Schema earlier = other.schema(Version.EARLIER);
        Schema later = other.schema(Version.LATER);

        assertThat(ours.getField("span")).isNotNull();
        assertThat(ours.getField("sealed")).isNotNull();
        assertThat(ours.getField(OtherFeedback.NEXT)).isNull();
        assertThat(earlier.getFields()).hasSize(ours.getFields().size() - 2);
        assertThat(later.getFields()).hasSize(ours.getFields().size() + 1);
        for (Schema reader : List.of(earlier, ours, later)) {
            for (Schema writer : List.of(earlier, ours, later)) {
                assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                                .getType())
                        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            }
        }
    }

    @Test
    void shouldNotWriteAVersionThatNobodyKnows() {
        assertThat(other.known()).isEmpty();
        assertThatThrownBy(() -> other.record(Version.LATER, DOWN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the later version is not registered");
    }

    private static Decoded<Feedback> read(byte[] record, Map<String, String> registry) {
        try (SafeDecoder<Feedback> decoder = new AvroSerdes(REGISTRY, registry).decoder(Topics.FEEDBACK)) {
            return decoder.decode(new ConsumerRecord<>("t", 0, 0, "g".getBytes(StandardCharsets.UTF_8), record));
        }
    }
}
