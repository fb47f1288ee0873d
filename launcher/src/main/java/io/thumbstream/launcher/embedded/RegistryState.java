package io.thumbstream.launcher.embedded;

import io.thumbstream.launcher.embedded.RegistryChange.ClearLevel;
import io.thumbstream.launcher.embedded.RegistryChange.ClearMode;
import io.thumbstream.launcher.embedded.RegistryChange.DeleteSubject;
import io.thumbstream.launcher.embedded.RegistryChange.EraseSchema;
import io.thumbstream.launcher.embedded.RegistryChange.PutSchema;
import io.thumbstream.launcher.embedded.RegistryChange.SetLevel;
import io.thumbstream.launcher.embedded.RegistryChange.SetMode;
import io.thumbstream.launcher.embedded.StoredSchema.Reference;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the registry knows, as a function of the changes applied in order. Not thread-safe; the registry's lock guards it.
 */
final class RegistryState {
    private static final String INITIAL_LEVEL = "BACKWARD";
    private static final String INITIAL_MODE = "READWRITE";

    private final NavigableMap<String, NavigableMap<Integer, StoredSchema>> subjects = new TreeMap<>();
    private final Map<String, String> levels = new HashMap<>();
    private final Map<String, String> modes = new HashMap<>();
    private int highestId;

    void apply(RegistryChange change) {
        if (change instanceof PutSchema put) {
            StoredSchema schema = put.schema();
            highestId = Math.max(highestId, schema.id());
            subjects.computeIfAbsent(schema.subject(), name -> new TreeMap<>()).put(schema.version(), schema);
        } else if (change instanceof EraseSchema erase) {
            versions(erase.subject()).remove(erase.version());
            if (versions(erase.subject()).isEmpty()) {
                subjects.remove(erase.subject());
            }
        } else if (change instanceof DeleteSubject delete) {
            versions(delete.subject())
                    .replaceAll((version, schema) -> version <= delete.version() ? schema.softlyDeleted() : schema);
        } else if (change instanceof SetLevel set) {
            levels.put(set.subject(), set.level());
        } else if (change instanceof ClearLevel clear) {
            levels.remove(clear.subject());
        } else if (change instanceof SetMode set) {
            modes.put(set.subject(), set.mode());
        } else if (change instanceof ClearMode clear) {
            modes.remove(clear.subject());
        }
    }

    /** Subjects with at least one version, softly deleted ones included on request. */
    List<String> subjects(boolean withDeleted) {
        return subjects.keySet().stream()
                .filter(subject -> !versionsOf(subject, withDeleted).isEmpty())
                .toList();
    }

    /** Versions of a subject in order; empty when the subject is unknown. */
    List<StoredSchema> versionsOf(String subject, boolean withDeleted) {
        return versions(subject).values().stream()
                .filter(schema -> withDeleted || !schema.deleted())
                .toList();
    }

    /** Every version of every subject. */
    Stream<StoredSchema> all() {
        return subjects.values().stream().map(Map::values).flatMap(Collection::stream);
    }

    /** Any version with this id, softly deleted ones included, because records written with it remain. */
    Optional<StoredSchema> withId(int id) {
        return all().filter(schema -> schema.id() == id).findFirst();
    }

    /** The id of this content, or the next free one. */
    int idFor(String schema, List<Reference> references) {
        return all().filter(known -> known.sameContent(schema, references))
                .map(StoredSchema::id)
                .findFirst()
                .orElse(highestId + 1);
    }

    /** Number of the subject's next version. */
    int nextVersion(String subject) {
        return versions(subject).isEmpty() ? 1 : versions(subject).lastKey() + 1;
    }

    int highestId() {
        return highestId;
    }

    Optional<String> ownLevel(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    /** Compatibility level in force for a subject. */
    String level(String subject) {
        return ownLevel(subject).or(() -> ownLevel(RegistryChange.GLOBAL)).orElse(INITIAL_LEVEL);
    }

    Optional<String> ownMode(String subject) {
        return Optional.ofNullable(modes.get(subject));
    }

    /** Mode in force for a subject. */
    String mode(String subject) {
        return ownMode(subject).or(() -> ownMode(RegistryChange.GLOBAL)).orElse(INITIAL_MODE);
    }

    private NavigableMap<Integer, StoredSchema> versions(String subject) {
        NavigableMap<Integer, StoredSchema> versions = subjects.get(subject);
        return versions == null ? new TreeMap<>() : versions;
    }
}
