package io.thumbstream.launcher.chaos.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.RolloutIds;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Feedback as builds write it that have another version of its schema: an earlier one, which knows neither marked parts nor sealing, and a
 * later one, which has a field more. What a person said is sealed where the version can. Not thread-safe.
 */
public final class OtherFeedback implements AutoCloseable {
    /** Fields that the first build did not have. */
    private static final Set<String> NOT_YET = Set.of("span", "sealed");

    /** A field that no build has. */
    static final String NEXT = "mood";

    private static final String JAVA_STRING = ",\"avro.java.string\":\"String\"";
    private static final int HEADER_BYTES = 1 + Integer.BYTES;
    private static final int CACHED_SCHEMAS = 10;

    private final ObjectMapper json = new ObjectMapper();
    private final SchemaRegistryClient registry;
    private final Serializer<Feedback> sealing;
    private final Serializer<Feedback> plain;
    private final Map<Version, Registered> registered = new EnumMap<>(Version.class);

    /** A version of the schema that this build does not have. */
    public enum Version {
        EARLIER,
        LATER;

        /** The name in messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Registered(Schema schema, int id) {}

    /**
     * A thumb on one answer.
     *
     * @param id id of the vote
     * @param rollout id of the answer
     * @param person pseudonymous key of the voter
     * @param up whether it is up
     * @param at when it was accepted
     */
    public record Thumb(String id, String rollout, String person, boolean up, Instant at) {}

    /**
     * Nothing is registered yet.
     *
     * @param kafka registry, and where the keys of people lie
     */
    public OtherFeedback(KafkaSettings kafka) {
        String url = kafka.schemaRegistryUrl();
        this.sealing = new AvroSerdes(url, kafka.schemaRegistry()).serializer(Topics.FEEDBACK);
        Map<String, Object> keyless = new HashMap<>(kafka.schemaRegistry());
        keyless.remove(AvroSerdes.USER_KEYS);
        this.plain = new AvroSerdes(url, keyless).serializer(Topics.FEEDBACK);
        this.registry = SchemaRegistryClientFactory.newClient(
                Arrays.asList(url.split("\\s*,\\s*")),
                CACHED_SCHEMAS,
                List.of(new AvroSchemaProvider()),
                keyless,
                Map.of());
    }

    /** Makes the registry know {@code version}, under the rule for the topic; gives what is said against it, empty when it is known. */
    public Optional<String> register(Version version) {
        Schema schema = schema(version);
        try {
            int id = registry.register(Topics.FEEDBACK.subject(), new AvroSchema(schema.toString()));
            registered.put(version, new Registered(schema, id));
            return Optional.empty();
        } catch (IOException | RestClientException e) {
            return Optional.of("the registry did not take the " + version.word()
                    + " version of the schema of feedback (" + e.getMessage() + ")");
        }
    }

    /** Versions that were registered. */
    public Set<Version> known() {
        return Set.copyOf(registered.keySet());
    }

    /** The schema of feedback as builds of {@code version} have it. */
    Schema schema(Version version) {
        try {
            ObjectNode schema = (ObjectNode)
                    json.readTree(Topics.FEEDBACK.schema().toString().replace(JAVA_STRING, ""));
            List<JsonNode> fields = new ArrayList<>();
            for (JsonNode field : schema.path("fields")) {
                if (version == Version.LATER
                        || !NOT_YET.contains(field.path("name").asText())) {
                    fields.add(field);
                }
            }
            if (version == Version.LATER) {
                fields.add(next());
            }
            schema.putArray("fields").addAll(fields);
            return new Schema.Parser().parse(schema.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of feedback is no JSON", e);
        }
    }

    private ObjectNode next() {
        ObjectNode field = json.createObjectNode();
        field.put("name", NEXT).put("doc", "In which mood it was said.").putNull("default");
        field.putArray("type").add("null").add("string");
        return field;
    }

    /**
     * The record of a vote as a build of {@code version} writes it.
     *
     * @throws IllegalStateException when that version was not registered
     */
    public byte[] record(Version version, Thumb thumb) {
        Registered target = registered.get(version);
        if (target == null) {
            throw new IllegalStateException("the " + version.word() + " version is not registered; register it first");
        }
        Feedback vote = Feedback.newBuilder()
                .setFeedbackId(thumb.id())
                .setGroupId(groupOf(thumb))
                .setKind(FeedbackKind.THUMB)
                .setTargets(List.of(thumb.rollout()))
                .setValue(thumb.up() ? 1.0 : -1.0)
                .setUserKey(thumb.person())
                .setServerTime(thumb.at())
                .build();
        Serializer<Feedback> own = version == Version.LATER ? sealing : plain;
        return rewritten(own.serialize(Topics.FEEDBACK.name(), vote), target);
    }

    /** The key of the record. */
    public static String groupOf(Thumb thumb) {
        return RolloutIds.groupOf(thumb.rollout())
                .orElseThrow(() -> new IllegalArgumentException(thumb.rollout() + " is no id of an answer"));
    }

    private static byte[] rewritten(byte[] record, Registered target) {
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(record, HEADER_BYTES, record.length - HEADER_BYTES, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            GenericRecord value = new GenericDatumReader<GenericRecord>(Topics.FEEDBACK.schema(), target.schema())
                    .read(null, decoder);
            if (target.schema().getField(NEXT) != null) {
                value.put(NEXT, "glad");
            }
            out.writeBytes(
                    ByteBuffer.allocate(HEADER_BYTES).putInt(1, target.id()).array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(target.schema()).write(value, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        sealing.close();
        plain.close();
        registry.close();
    }
}
