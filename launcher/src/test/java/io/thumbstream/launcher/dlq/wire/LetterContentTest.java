package io.thumbstream.launcher.dlq.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterContentTest {
    private static final String WORDS = "never bring that up again";

    private final Path directory;

    LetterContentTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldWithholdWhatWasSaidUnlessItIsAskedFor() {
        KafkaSettings kafka = kafka("withhold", "keys");
        byte[] bytes = comment(kafka, "ann");

        ObjectNode silent = describe(kafka, bytes, false);
        assertThat(silent.path("state").asText()).isEqualTo("readable");
        assertThat(silent.at("/record/feedbackId").asText()).isEqualTo("f");
        assertThat(silent.at("/record/text").asText()).isEqualTo("withheld, 25 characters");
        assertThat(silent.toString()).doesNotContain(WORDS);

        assertThat(describe(kafka, bytes, true).at("/record/text").asText()).isEqualTo(WORDS);
    }

    @Test
    void shouldWithholdWhatWasSaidByNobodyKnownToo() {
        KafkaSettings kafka = kafka("unsealed", "");
        byte[] bytes = comment(kafka, "ann");

        assertThat(describe(kafka, bytes, false).toString())
                .contains("withheld")
                .doesNotContain(WORDS);
    }

    @Test
    void shouldSaySealedWhenTheKeysAreElsewhere() {
        byte[] bytes = comment(kafka("elsewhere", "keys"), "ann");

        for (String keys : List.of("", "absent")) {
            ObjectNode content = describe(kafka("elsewhere", keys), bytes, true);
            assertThat(content.path("state").asText()).isEqualTo("sealed");
            assertThat(content.at("/record/text").asText()).isEqualTo("sealed");
            assertThat(content.path("why").asText()).contains(AvroSerdes.USER_KEYS);
        }
    }

    @Test
    void shouldSayErasedWhenThePersonIs() {
        KafkaSettings kafka = kafka("erased", "keys");
        byte[] bytes = comment(kafka, "ann");
        comment(kafka, "bob");
        assertThat(new FileVault(directory.resolve("keys"), Clock.systemUTC()).destroy("ann"))
                .isTrue();

        ObjectNode content = describe(kafka, bytes, true);
        assertThat(content.path("state").asText()).isEqualTo("erased");
        assertThat(content.at("/record/text").asText()).isEqualTo("erased");
        assertThat(content.at("/record/groupId").asText()).isEqualTo("g");
        assertThat(content.toString()).doesNotContain(WORDS);
    }

    @Test
    void shouldShowOnlyTheFirstBytesOfWhatCannotBeDecoded() {
        byte[] bytes = ("{\"text\":\"" + WORDS + "\"}").getBytes(StandardCharsets.UTF_8);

        ObjectNode content = describe(kafka("hex", ""), bytes, false);
        assertThat(content.path("state").asText()).isEqualTo("undecodable");
        assertThat(content.path("hex").asText()).isEqualTo("7b2274657874223a226e657665722062...");
        assertThat(content.path("sha256").asText()).hasSize(64);
        assertThat(content.path("why").asText()).contains("do not begin with a schema id");
        assertThat(describe(kafka("hex", ""), bytes, true).path("hex").asText()).hasSize(2 * bytes.length);
    }

    @Test
    void shouldSayWhenThereIsNothing() {
        ConsumerRecord<byte[], byte[]> empty = new ConsumerRecord<>("t.dlq", 0, 0, null, null);
        assertThat(new LetterContent(kafka("none", ""), false)
                        .describe(Topics.FEEDBACK, empty)
                        .toString())
                .isEqualTo("{\"state\":\"empty\"}");
    }

    @Test
    void shouldGoOnWithoutTheRegistry() {
        KafkaSettings kafka = KafkaSettings.of("127.0.0.1:1", "http://127.0.0.1:1");

        ObjectNode content = describe(kafka, new byte[] {0, 0, 0, 0, 1, 2}, false);
        assertThat(content.path("state").asText()).isEqualTo("not decoded");
        assertThat(content.path("hex").asText()).isEqualTo("000000000102");
        assertThat(content.path("why").asText()).contains("http://127.0.0.1:1");
    }

    private static ObjectNode describe(KafkaSettings kafka, byte[] bytes, boolean show) {
        return new LetterContent(kafka, show)
                .describe(Topics.FEEDBACK, new ConsumerRecord<>("t.dlq", 0, 0, new byte[0], bytes));
    }

    private KafkaSettings kafka(String registry, String keys) {
        return new KafkaSettings(
                "127.0.0.1:1",
                "mock://letter-content-" + registry,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                keys.isEmpty()
                        ? Map.of()
                        : Map.of(AvroSerdes.USER_KEYS, directory.resolve(keys).toString()));
    }

    private static byte[] comment(KafkaSettings kafka, String person) {
        try (Serializer<Feedback> serializer =
                new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry()).serializer(Topics.FEEDBACK)) {
            return serializer.serialize(
                    Topics.FEEDBACK.name(),
                    Feedback.newBuilder()
                            .setFeedbackId("f")
                            .setGroupId("g")
                            .setKind(FeedbackKind.COMMENT)
                            .setTargets(List.of("g.0"))
                            .setText(WORDS)
                            .setUserKey(person)
                            .setServerTime(Instant.parse("2026-03-01T10:00:00Z"))
                            .build());
        }
    }
}
