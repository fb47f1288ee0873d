package io.thumbstream.launcher.dlq.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is in a dead letter, as far as it can be read. What people said or were told is told only on demand, and bytes that cannot be
 * decoded may hold it too: of them only the first few are shown, enough for the schema id.
 */
public final class LetterContent {
    private static final String STATE = "state";
    private static final String WHY = "why";
    private static final int FIRST_BYTES = 16;
    private static final int MOST_BYTES = 1024;

    private final AvroSerdes serdes;
    private final boolean show;

    /**
     * Decodes with the registry of {@code kafka} and the keys of people that it names, if there are any.
     *
     * @param show whether what people said or were told is told
     */
    public LetterContent(KafkaSettings kafka, boolean show) {
        this.serdes = new AvroSerdes(kafka.schemaRegistryUrl(), withoutAbsentKeys(kafka.schemaRegistry()));
        this.show = show;
    }

    /** Without a directory of keys everybody would look erased. */
    private static Map<String, String> withoutAbsentKeys(Map<String, String> registry) {
        Map<String, String> settings = new HashMap<>(registry);
        String keys = settings.getOrDefault(AvroSerdes.USER_KEYS, "");
        if (!keys.isBlank() && !Files.isDirectory(Path.of(keys))) {
            settings.remove(AvroSerdes.USER_KEYS);
        }
        return settings;
    }

    /** The content of {@code letter}, whose record was one of {@code source}. */
    public <T extends SpecificRecord> ObjectNode describe(TopicSpec<T> source, ConsumerRecord<byte[], byte[]> letter) {
        byte[] bytes = letter.value();
        if (bytes == null) {
            return state("empty");
        }
        try (SafeDecoder<T> decoder = serdes.decoder(source)) {
            return describe(decoder, letter, bytes);
        } catch (RegistryUnavailableException e) {
            return hex("not decoded", bytes).put(WHY, String.valueOf(e.getMessage()));
        }
    }

    private <T extends SpecificRecord> ObjectNode describe(
            SafeDecoder<T> decoder, ConsumerRecord<byte[], byte[]> letter, byte[] bytes) {
        Decoded<T> decoded = decoder.decode(letter);
        if (decoded instanceof Decoded.Value<T> readable) {
            return record("readable", readable.value(), show ? RecordJson::value : RecordJson::length);
        }
        if (decoded instanceof Decoded.Erased<T> erased) {
            return record("erased", erased.envelope(), value -> RecordJson.word("erased"))
                    .put(WHY, "a person in it was erased; nobody can read what was said any more");
        }
        String why = String.valueOf(((Decoded.Poison<T>) decoded).cause().getMessage());
        Optional<T> envelope = decoder.envelope(letter);
        return envelope.map(found -> record("sealed", found, value -> RecordJson.word("sealed")))
                .orElseGet(() -> hex("undecodable", bytes))
                .put(WHY, why);
    }

    private static ObjectNode record(String state, SpecificRecord record, RecordJson.Personal personal) {
        ObjectNode node = state(state);
        node.set("record", RecordJson.of(record, personal));
        return node;
    }

    private ObjectNode hex(String state, byte[] bytes) {
        int shown = Math.min(bytes.length, show ? MOST_BYTES : FIRST_BYTES);
        return state(state)
                .put("sha256", Digests.of(bytes))
                .put("hex", HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "..." : ""));
    }

    private static ObjectNode state(String state) {
        return JsonNodeFactory.instance.objectNode().put(STATE, state);
    }
}
