package io.thumbstream.launcher.embedded;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * One version of one subject.
 *
 * @param subject for example {@code thumbstream.feedback.v1-value}
 * @param version from 1
 * @param id shared by equal schemas of all subjects
 * @param schema canonical text
 * @param references named schemas it builds on
 * @param deleted whether it was softly deleted
 */
record StoredSchema(String subject, int version, int id, String schema, List<Reference> references, boolean deleted) {
    StoredSchema {
        references = List.copyOf(references);
    }

    StoredSchema softlyDeleted() {
        return new StoredSchema(subject, version, id, schema, references, true);
    }

    /** Id that depends on the content alone. */
    String guid() {
        return UUID.nameUUIDFromBytes((schema + references).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Whether both have the same content. */
    boolean sameContent(String otherSchema, List<Reference> otherReferences) {
        return schema.equals(otherSchema) && references.equals(otherReferences);
    }

    /** A schema named by another. */
    record Reference(String name, String subject, int version) {}
}
