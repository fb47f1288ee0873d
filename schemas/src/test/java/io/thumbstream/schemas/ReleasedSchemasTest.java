package io.thumbstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Today's schemas against a copy of every release.
 *
 * <p>The newest directory is the version in development: its copies follow the schemas and are rewritten with
 * {@code ./mvnw test -pl schemas -am -Dtest=ReleasedSchemasTest -Dthumbstream.schemas.refresh=true}. Older directories never change.
 */
final class ReleasedSchemasTest {
    private static final Path RELEASED = Path.of("src/test/resources/released");
    private static final String IN_DEVELOPMENT = "0.1.0";

    static List<TopicSpec<?>> topics() {
        return Topics.all();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldStayCompatibleWithEveryRelease(TopicSpec<?> topic) throws IOException {
        refreshWhenAsked(topic);
        List<ParsedSchemaHolder> released = new ArrayList<>();
        for (Path version : versions()) {
            Path copy = version.resolve(topic.name() + ".avsc");
            if (Files.exists(copy)) {
                released.add(new SimpleParsedSchemaHolder(new AvroSchema(Files.readString(copy))));
            }
        }

        assertThat(released).as("copies of %s below %s", topic.name(), RELEASED).isNotEmpty();
        assertThat(SchemaRegistration.wireSchema(topic)
                        .isCompatible(
                                CompatibilityLevel.forName(topic.compatibility().name()), released))
                .as("%s must stay %s", topic.name(), topic.compatibility())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldHaveACurrentCopyWhileTheVersionIsInDevelopment(TopicSpec<?> topic) throws IOException {
        refreshWhenAsked(topic);
        String copy = Files.readString(RELEASED.resolve(IN_DEVELOPMENT).resolve(topic.name() + ".avsc"));

        assertThat(new Schema.Parser().parse(copy).toString())
                .as("the copy of %s is stale; rewrite it with -Dthumbstream.schemas.refresh=true", topic.name())
                .isEqualTo(SchemaRegistration.wireSchema(topic).rawSchema().toString());
    }

    @Test
    void shouldNoticeABreakWhenAFieldWithoutDefaultIsAdded() {
        Schema current = SchemaRegistration.wireSchema(Topics.FEEDBACK).rawSchema();
        String broken =
                current.toString().replaceFirst("\"fields\":\\[", "\"fields\":[{\"name\":\"x\",\"type\":\"int\"},");

        assertThat(new AvroSchema(broken)
                        .isCompatible(
                                CompatibilityLevel.FULL_TRANSITIVE,
                                List.of(new SimpleParsedSchemaHolder(new AvroSchema(current)))))
                .isNotEmpty();
    }

    private static List<Path> versions() throws IOException {
        try (Stream<Path> directories = Files.list(RELEASED)) {
            return directories.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static void refreshWhenAsked(TopicSpec<?> topic) throws IOException {
        if (Boolean.getBoolean("thumbstream.schemas.refresh")) {
            Path copy = RELEASED.resolve(IN_DEVELOPMENT).resolve(topic.name() + ".avsc");
            Files.createDirectories(copy.getParent());
            Files.writeString(
                    copy, SchemaRegistration.wireSchema(topic).rawSchema().toString(true) + "\n");
        }
    }
}
