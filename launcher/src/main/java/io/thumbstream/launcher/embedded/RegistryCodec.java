package io.thumbstream.launcher.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.embedded.RegistryChange.ClearLevel;
import io.thumbstream.launcher.embedded.RegistryChange.ClearMode;
import io.thumbstream.launcher.embedded.RegistryChange.DeleteSubject;
import io.thumbstream.launcher.embedded.RegistryChange.EraseSchema;
import io.thumbstream.launcher.embedded.RegistryChange.PutSchema;
import io.thumbstream.launcher.embedded.RegistryChange.SetLevel;
import io.thumbstream.launcher.embedded.RegistryChange.SetMode;
import io.thumbstream.launcher.embedded.StoredSchema.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes as records of the {@code _schemas} topic, in the JSON layout of Confluent's registry, so that one can take over from
 * the other on the same topic.
 */
final class RegistryCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = "SCHEMA";
    private static final String CONFIG = "CONFIG";
    private static final String MODE = "MODE";
    private static final String DELETE_SUBJECT = "DELETE_SUBJECT";

    private RegistryCodec() {}

    static byte[] key(RegistryChange change) {
        if (change instanceof PutSchema put) {
            return schemaKey(put.schema().subject(), put.schema().version());
        }
        if (change instanceof EraseSchema erase) {
            return schemaKey(erase.subject(), erase.version());
        }
        if (change instanceof DeleteSubject delete) {
            return key(DELETE_SUBJECT, delete.subject());
        }
        if (change instanceof SetLevel set) {
            return key(CONFIG, set.subject());
        }
        if (change instanceof ClearLevel clear) {
            return key(CONFIG, clear.subject());
        }
        return key(MODE, change instanceof SetMode set ? set.subject() : ((ClearMode) change).subject());
    }

    /** Record value; null is a tombstone. */
    static byte @Nullable [] value(RegistryChange change) {
        ObjectNode value = JSON.createObjectNode();
        if (change instanceof PutSchema put) {
            return bytes(schemaValue(put.schema()));
        }
        if (change instanceof DeleteSubject delete) {
            return bytes(value.put("subject", delete.subject()).put("version", delete.version()));
        }
        if (change instanceof SetLevel set) {
            return bytes(value.put("compatibilityLevel", set.level()));
        }
        return change instanceof SetMode set ? bytes(value.put("mode", set.mode())) : null;
    }

    /** The change of a record; empty for kinds that hold no state here, such as NOOP. */
    static Optional<RegistryChange> decode(byte[] keyBytes, byte @Nullable [] valueBytes) throws IOException {
        JsonNode key = JSON.readTree(keyBytes);
        String subject = key.path("subject").asText(RegistryChange.GLOBAL);
        JsonNode value = valueBytes == null ? JSON.missingNode() : JSON.readTree(valueBytes);
        boolean tombstone = value.isMissingNode();
        return switch (key.path("keytype").asText()) {
            case SCHEMA ->
                Optional.of(
                        tombstone
                                ? new EraseSchema(subject, key.path("version").intValue())
                                : new PutSchema(schema(value)));
            case CONFIG ->
                Optional.of(
                        tombstone
                                ? new ClearLevel(subject)
                                : new SetLevel(
                                        subject,
                                        value.path("compatibilityLevel").asText()));
            case MODE ->
                Optional.of(
                        tombstone
                                ? new ClearMode(subject)
                                : new SetMode(subject, value.path("mode").asText()));
            case DELETE_SUBJECT ->
                tombstone
                        ? Optional.empty()
                        : Optional.of(
                                new DeleteSubject(subject, value.path("version").intValue()));
            default -> Optional.empty();
        };
    }

    /** References as they stand in requests and records. */
    static List<Reference> references(JsonNode array) {
        List<Reference> references = new ArrayList<>();
        array.forEach(node -> references.add(new Reference(
                node.path("name").asText(),
                node.path("subject").asText(),
                node.path("version").asInt())));
        return references;
    }

    /** References as JSON. */
    static ArrayNode references(List<Reference> references) {
        ArrayNode array = JSON.createArrayNode();
        references.forEach(reference -> array.addObject()
                .put("name", reference.name())
                .put("subject", reference.subject())
                .put("version", reference.version()));
        return array;
    }

    private static StoredSchema schema(JsonNode value) {
        return new StoredSchema(
                value.path("subject").asText(),
                value.path("version").intValue(),
                value.path("id").intValue(),
                value.path("schema").asText(),
                references(value.path("references")),
                value.path("deleted").booleanValue());
    }

    private static ObjectNode schemaValue(StoredSchema schema) {
        ObjectNode value = JSON.createObjectNode()
                .put("subject", schema.subject())
                .put("version", schema.version())
                .put("id", schema.id());
        if (!schema.references().isEmpty()) {
            value.set("references", references(schema.references()));
        }
        return value.put("schema", schema.schema()).put("deleted", schema.deleted());
    }

    private static byte[] schemaKey(String subject, int version) {
        return bytes(JSON.createObjectNode()
                .put("keytype", SCHEMA)
                .put("subject", subject)
                .put("version", version)
                .put("magic", 1));
    }

    private static byte[] key(String type, String subject) {
        ObjectNode key = JSON.createObjectNode().put("keytype", type);
        if (subject.equals(RegistryChange.GLOBAL)) {
            key.putNull("subject");
        } else {
            key.put("subject", subject);
        }
        return bytes(key.put("magic", 0));
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }
}
