package io.thumbstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that know what a record says of the reference policy, and those that do not, read each other's records. */
class ReferenceFieldTest {
    private static final String FIELD = "referenceLogProbs";
    private static final SchemaCompatibilityType COMPATIBLE = SchemaCompatibilityType.COMPATIBLE;

    static List<Schema> records() {
        return List.of(Rollout.getClassSchema(), ScoredRollout.getClassSchema());
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldBeReadableWithoutTheFieldAndWithIt(Schema now) {
        Schema before = without(now);

        assertThat(before.getFields()).hasSize(now.getFields().size() - 1);
        assertThat(readable(now, before)).as("old records of %s", now.getName()).isEqualTo(COMPATIBLE);
        assertThat(readable(before, now)).as("new records of %s", now.getName()).isEqualTo(COMPATIBLE);
    }

    private static SchemaCompatibilityType readable(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static Schema without(Schema record) {
        List<Schema.Field> others = record.getFields().stream()
                .filter(field -> !field.name().equals(FIELD))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(record.getName(), record.getDoc(), record.getNamespace(), false, others);
    }
}
