package io.thumbstream.schemas.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The personal fields of one record type, and how they are sealed.
 *
 * <p>A field whose schema has the property {@code personal} holds what people said or were told; the property names the fields with
 * the keys of these people, separated by commas. A sealed record has blanks there (an empty string, list or map, null, or NaN) and the
 * Avro binary of those fields in its map {@code sealed} under the property, sealed for one person after the other, so that each of
 * them can make it unreadable. A record whose people are all unknown stays as it is. Thread-safe.
 *
 * @param <T> the record
 */
public final class PersonalFields<T extends SpecificRecord> {
    static final String PERSONAL = "personal";
    private static final String SEALED = "sealed";

    private final Class<T> type;
    private final Schema schema;
    private final SpecificData data;
    private final List<Part> parts;
    private final int sealedAt;
    /** By the writer's schema and the part's name; kept, because Avro resolves two schemas anew for every reader. */
    private final Map<Schema, Map<String, DatumReader<GenericData.Record>>> readers = new ConcurrentHashMap<>();

    /**
     * Fields of the same people.
     *
     * @param name the property
     * @param owners positions of the fields with the people's keys
     * @param schema record of the personal fields alone
     * @param positions their positions, in the order of {@code schema}
     * @param context what their sealed bytes are bound to
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(String name, List<Integer> owners, Schema schema, List<Integer> positions, byte[] context) {
        List<String> people(SpecificRecord record) {
            return owners.stream()
                    .map(record::get)
                    .flatMap(Stream::ofNullable)
                    .map(Object::toString)
                    .distinct()
                    .toList();
        }
    }

    /** A record as it was before sealing; {@code complete} is false when a key is destroyed and its fields stay blank. */
    public record Opened<T>(T record, boolean complete) {}

    private PersonalFields(Class<T> type, Schema schema) {
        this.type = type;
        this.schema = schema;
        this.data = SpecificData.getForClass(type);
        this.parts = parts(schema);
        Schema.Field sealed = schema.getField(SEALED);
        if (!parts.isEmpty() && sealed == null) {
            throw new IllegalArgumentException(schema.getFullName() + " has personal fields but no field " + SEALED);
        }
        this.sealedAt = sealed == null ? -1 : sealed.pos();
    }

    /** The personal fields of {@code type}, maybe none. */
    public static <T extends SpecificRecord> PersonalFields<T> of(Class<T> type, Schema schema) {
        return new PersonalFields<>(type, schema);
    }

    private static List<Part> parts(Schema schema) {
        Map<String, List<Schema.Field>> byName = new LinkedHashMap<>();
        for (Schema.Field field : schema.getFields()) {
            String name = field.getProp(PERSONAL);
            if (name != null) {
                byName.computeIfAbsent(name, key -> new ArrayList<>()).add(field);
            }
        }
        List<Part> parts = new ArrayList<>();
        byName.forEach((name, fields) -> parts.add(new Part(
                name,
                Stream.of(name.split(","))
                        .map(owner -> schema.getField(owner).pos())
                        .toList(),
                projection(schema, parts.size(), fields),
                fields.stream().map(Schema.Field::pos).toList(),
                (schema.getFullName() + "/" + name).getBytes(StandardCharsets.UTF_8))));
        return parts;
    }

    private static Schema projection(Schema schema, int number, List<Schema.Field> fields) {
        return Schema.createRecord(
                schema.getName() + "Personal" + number,
                "",
                schema.getNamespace(),
                false,
                fields.stream()
                        .map(field -> new Schema.Field(field.name(), field.schema(), ""))
                        .toList());
    }

    /** Whether the record has personal fields at all. */
    public boolean any() {
        return !parts.isEmpty();
    }

    /** Whether {@code record} has sealed fields. */
    public boolean isSealed(T record) {
        return sealedAt >= 0 && record.get(sealedAt) instanceof Map<?, ?> sealed && !sealed.isEmpty();
    }

    /** A copy with sealed personal fields; the record itself when it names no person. */
    public T sealed(T record, Vault vault) {
        Map<String, ByteBuffer> sealed = new HashMap<>();
        T copy = copy(record);
        for (Part part : parts) {
            List<String> people = part.people(record);
            if (!people.isEmpty()) {
                sealed.put(part.name(), ByteBuffer.wrap(seal(part, people, record, vault)));
                for (int position : part.positions()) {
                    copy.put(position, blank(schema.getFields().get(position).schema()));
                }
            }
        }
        if (sealed.isEmpty()) {
            return record;
        }
        copy.put(sealedAt, sealed);
        return copy;
    }

    /** Nothing at all when somebody is erased: it reads like a destroyed key. */
    private byte[] seal(Part part, List<String> people, T record, Vault vault) {
        byte[] bytes = encode(part, record);
        for (String person : people) {
            Optional<byte[]> sealed = vault.seal(person, bytes, part.context());
            if (sealed.isEmpty()) {
                return new byte[0];
            }
            bytes = sealed.get();
        }
        return bytes;
    }

    /**
     * A copy with open personal fields.
     *
     * @param writer schema the record was written with
     * @throws SealBrokenException when sealed bytes were changed
     */
    public Opened<T> opened(T record, Schema writer, Vault vault) {
        if (!isSealed(record)) {
            return new Opened<>(record, true);
        }
        Map<?, ?> sealed = (Map<?, ?>) record.get(sealedAt);
        T copy = copy(record);
        copy.put(sealedAt, new HashMap<String, ByteBuffer>());
        boolean complete = true;
        Map<String, DatumReader<GenericData.Record>> known = readers.computeIfAbsent(writer, this::readersOf);
        for (Part part : parts) {
            if (sealed.get(part.name()) instanceof ByteBuffer bytes) {
                Optional<byte[]> clear = open(part, part.people(record), bytes, vault);
                complete = complete && clear.isPresent();
                clear.ifPresent(found -> decode(part, Objects.requireNonNull(known.get(part.name())), found, copy));
            }
        }
        return new Opened<>(copy, complete);
    }

    private Map<String, DatumReader<GenericData.Record>> readersOf(Schema writer) {
        List<Part> written = parts(writer);
        return parts.stream()
                .collect(Collectors.toMap(
                        Part::name,
                        part -> new SpecificDatumReader<GenericData.Record>(
                                writtenAs(part, written), part.schema(), data)));
    }

    private static Schema writtenAs(Part part, List<Part> written) {
        return written.stream()
                .filter(other -> other.name().equals(part.name()))
                .findFirst()
                .orElse(part)
                .schema();
    }

    private Optional<byte[]> open(Part part, List<String> people, ByteBuffer sealed, Vault vault) {
        if (people.isEmpty()) {
            throw new SealBrokenException(schema.getName() + " is sealed for nobody: " + part.name() + " is null");
        }
        byte[] bytes = new byte[sealed.remaining()];
        sealed.duplicate().get(bytes);
        for (int i = people.size() - 1; i >= 0 && bytes.length > 0; i--) {
            bytes = vault.open(people.get(i), bytes, part.context()).orElse(new byte[0]);
        }
        return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
    }

    private byte[] encode(Part part, T record) {
        GenericData.Record fields = new GenericData.Record(part.schema());
        for (int i = 0; i < part.positions().size(); i++) {
            fields.put(i, record.get(part.positions().get(i)));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new SpecificDatumWriter<GenericData.Record>(part.schema(), data).write(fields, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void decode(Part part, DatumReader<GenericData.Record> reader, byte[] clear, T into) {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(clear, null);
        try {
            GenericData.Record fields = reader.read(null, decoder);
            for (int i = 0; i < part.positions().size(); i++) {
                into.put(part.positions().get(i), fields.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("sealed fields of " + schema.getName() + " cannot be read", e);
        }
    }

    private T copy(T record) {
        T copy = type.cast(SpecificData.newInstance(type, schema));
        for (Schema.Field field : schema.getFields()) {
            copy.put(field.pos(), record.get(field.pos()));
        }
        return copy;
    }

    private static @Nullable Object blank(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> "";
            case ARRAY -> List.of();
            case MAP -> Map.of();
            case DOUBLE -> Double.NaN;
            case UNION -> schema.isNullable() ? null : refuse(schema);
            default -> refuse(schema);
        };
    }

    private static Object refuse(Schema schema) {
        throw new IllegalArgumentException("a personal field of type " + schema + " has no blank value");
    }
}
