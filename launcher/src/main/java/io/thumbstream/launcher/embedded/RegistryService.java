package io.thumbstream.launcher.embedded;

import io.thumbstream.launcher.embedded.RegistryChange.DeleteSubject;
import io.thumbstream.launcher.embedded.RegistryChange.EraseSchema;
import io.thumbstream.launcher.embedded.RegistryChange.PutSchema;
import io.thumbstream.launcher.embedded.StoredSchema.Reference;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * What a schema registry does: register, look up, check and delete. Every change is durable before it shows.
 *
 * <p>Not thread-safe; the registry's lock guards it.
 */
final class RegistryService {
    private static final String LATEST = "latest";

    private final RegistryState state;
    private final Consumer<RegistryChange> log;

    /**
     * A service over a state that has replayed the log.
     *
     * @param log makes a change durable, or throws
     */
    RegistryService(RegistryState state, Consumer<RegistryChange> log) {
        this.state = state;
        this.log = log;
    }

    RegistryState state() {
        return state;
    }

    /** Writes first, shows afterwards. */
    void commit(RegistryChange change) {
        log.accept(change);
        state.apply(change);
    }

    /** The version under which a schema stands after registration; an equal one is not registered twice. */
    StoredSchema register(String subject, String text, List<Reference> references) {
        Schema schema = parse(text, references);
        String canonical = schema.toString();
        Optional<StoredSchema> known = state.versionsOf(subject, false).stream()
                .filter(version -> version.sameContent(canonical, references))
                .findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        demandWritable(subject);
        List<String> problems =
                SchemaRules.problems(schema, parsed(state.versionsOf(subject, false)), state.level(subject));
        if (!problems.isEmpty()) {
            throw new RegistryException(
                    409,
                    409,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                            + "\", compatibility " + state.level(subject) + ", details: " + problems);
        }
        StoredSchema stored = new StoredSchema(
                subject, state.nextVersion(subject), state.idFor(canonical, references), canonical, references, false);
        commit(new PutSchema(stored));
        return stored;
    }

    /** The version of a subject that has this content. */
    StoredSchema lookUp(String subject, String text, List<Reference> references, boolean withDeleted) {
        String canonical = parse(text, references).toString();
        return known(subject, withDeleted).stream()
                .filter(version -> version.sameContent(canonical, references))
                .findFirst()
                .orElseThrow(() -> RegistryException.schemaNotFound("with that content"));
    }

    /** Versions of a subject that exists. */
    List<StoredSchema> known(String subject, boolean withDeleted) {
        List<StoredSchema> versions = state.versionsOf(subject, withDeleted);
        if (versions.isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
        }
        return versions;
    }

    /** One version by number, {@code latest} or -1. */
    StoredSchema version(String subject, String version, boolean withDeleted) {
        List<StoredSchema> versions = known(subject, withDeleted);
        if (version.equals(LATEST) || version.equals("-1")) {
            return versions.get(versions.size() - 1);
        }
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw RegistryException.unprocessable(
                    42202, "The specified version '" + version + "' is not a valid version id.");
        }
        return versions.stream()
                .filter(schema -> schema.version() == Integer.parseInt(version))
                .findFirst()
                .orElseThrow(() -> RegistryException.versionNotFound(version));
    }

    /** Problems of a schema against all versions, or against one. */
    List<String> check(RegistryRequest request, String subject) {
        boolean one = request.path().size() > 4;
        List<StoredSchema> against =
                one ? List.of(version(subject, request.path().get(4), false)) : state.versionsOf(subject, false);
        Schema candidate = parse(
                request.text("schema"), RegistryCodec.references(request.body().path("references")));
        return SchemaRules.problems(candidate, parsed(against), state.level(subject));
    }

    /** Deletes a subject softly, or for good once it is softly deleted; returns its versions. */
    List<Integer> deleteSubject(String subject, boolean permanent) {
        demandWritable(subject);
        if (!permanent) {
            List<StoredSchema> live = known(subject, false);
            live.forEach(this::demandUnreferenced);
            commit(new DeleteSubject(subject, live.get(live.size() - 1).version()));
            return live.stream().map(StoredSchema::version).toList();
        }
        List<StoredSchema> all = known(subject, true);
        if (all.stream().anyMatch(schema -> !schema.deleted())) {
            throw new RegistryException(
                    404, 40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
        }
        all.forEach(schema -> commit(new EraseSchema(subject, schema.version())));
        return all.stream().map(StoredSchema::version).toList();
    }

    /** Deletes one version softly, or for good once it is softly deleted. */
    int deleteVersion(String subject, String version, boolean permanent) {
        demandWritable(subject);
        StoredSchema schema = version(subject, version, permanent);
        if (!permanent) {
            demandUnreferenced(schema);
            commit(new PutSchema(schema.softlyDeleted()));
        } else if (!schema.deleted()) {
            throw new RegistryException(
                    404,
                    40407,
                    "Subject '" + subject + "' Version " + version
                            + " was not deleted first before being permanently deleted");
        } else {
            commit(new EraseSchema(subject, schema.version()));
        }
        return schema.version();
    }

    /** Ids of schemas that build on this version. */
    List<Integer> referencedBy(StoredSchema schema) {
        return state.all()
                .filter(other -> !other.deleted())
                .filter(other -> other.references().stream()
                        .anyMatch(reference -> reference.subject().equals(schema.subject())
                                && reference.version() == schema.version()))
                .map(StoredSchema::id)
                .distinct()
                .toList();
    }

    private void demandWritable(String subject) {
        if (!state.mode(subject).equals("READWRITE")) {
            throw RegistryException.unprocessable(
                    42205, "Subject " + subject + " is in mode " + state.mode(subject) + " and cannot be changed");
        }
    }

    private void demandUnreferenced(StoredSchema schema) {
        if (!referencedBy(schema).isEmpty()) {
            throw RegistryException.unprocessable(
                    42206,
                    "One or more references exist to the schema {subject=" + schema.subject() + ", version="
                            + schema.version() + "}");
        }
    }

    private List<Schema> parsed(List<StoredSchema> versions) {
        return versions.stream()
                .map(version -> parse(version.schema(), version.references()))
                .toList();
    }

    private Schema parse(String text, List<Reference> references) {
        Schema.Parser parser = new Schema.Parser();
        try {
            parse(parser, references);
            return parser.parse(text);
        } catch (SchemaParseException e) {
            throw RegistryException.unprocessable(42201, "Invalid schema: " + e.getMessage());
        }
    }

    private void parse(Schema.Parser parser, List<Reference> references) {
        for (Reference reference : references) {
            if (!parser.getTypes().containsKey(reference.name())) {
                StoredSchema target = version(reference.subject(), Integer.toString(reference.version()), true);
                parse(parser, target.references());
                var unused = parser.parse(target.schema());
            }
        }
    }
}
