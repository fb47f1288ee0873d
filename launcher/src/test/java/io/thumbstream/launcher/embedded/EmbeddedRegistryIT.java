package io.thumbstream.launcher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.SchemaRegistration;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.LabelRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The embedded registry as Confluent's own Java client and serializers see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmbeddedRegistryIT {
    private static final String FIRST = record("{\"name\":\"a\",\"type\":\"string\"}");
    private static final String WITH_DEFAULT =
            record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
    private static final String WITHOUT_DEFAULT =
            record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\"}");

    private final EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private SchemaRegistryClient client;

    EmbeddedRegistryIT(@TempDir Path dir) {
        kafka = EmbeddedKafka.start(dir);
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        client = new CachedSchemaRegistryClient(registry.url(), 100);
    }

    @AfterAll
    void stop() {
        registry.close();
        kafka.close();
    }

    @Test
    void shouldKeepOneIdWhenASchemaIsRegisteredTwiceOrUnderTwoSubjects() throws Exception {
        int id = client.register("same-1", new AvroSchema(FIRST));

        assertThat(fresh().register("same-1", new AvroSchema(FIRST))).isEqualTo(id);
        assertThat(client.register("same-2", new AvroSchema(FIRST))).isEqualTo(id);
        assertThat(fresh().getSchemaById(id).canonicalString()).isEqualTo(new AvroSchema(FIRST).canonicalString());
        assertThat(client.getVersion("same-1", new AvroSchema(FIRST))).isEqualTo(1);
        assertThat(client.getAllSubjectsById(id)).contains("same-1", "same-2");
        assertThat(client.getAllVersions("same-1")).containsExactly(1);
    }

    @Test
    void shouldAcceptAnEvolutionAndRefuseABreakWhenBackwardIsDemanded() throws Exception {
        int first = client.register("evolve", new AvroSchema(FIRST));
        int second = client.register("evolve", new AvroSchema(WITH_DEFAULT));

        assertThat(second).isGreaterThan(first);
        assertThat(client.getLatestSchemaMetadata("evolve").getVersion()).isEqualTo(2);
        assertThat(client.testCompatibility("evolve", new AvroSchema(WITHOUT_DEFAULT)))
                .isTrue();
        client.updateCompatibility("evolve", "FULL_TRANSITIVE");
        assertThat(client.getCompatibility("evolve")).isEqualTo("FULL_TRANSITIVE");
        assertThat(client.testCompatibility("evolve", new AvroSchema(WITHOUT_DEFAULT)))
                .as("against the latest version alone it fits")
                .isTrue();
        assertThat(post("/compatibility/subjects/evolve/versions?verbose=true", WITHOUT_DEFAULT))
                .contains("\"is_compatible\":false", "READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThatThrownBy(() -> client.register("evolve", new AvroSchema(WITHOUT_DEFAULT)))
                .isInstanceOfSatisfying(RestClientException.class, e -> {
                    assertThat(e.getStatus()).isEqualTo(409);
                    assertThat(e.getErrorCode()).isEqualTo(409);
                })
                .hasMessageContaining("incompatible with an earlier schema for subject \"evolve\"");
    }

    @Test
    void shouldAnswerConfluentsErrorCodesWhenSomethingIsUnknown() {
        assertCode(40401, () -> client.getLatestSchemaMetadata("nobody"));
        assertCode(40403, () -> client.getSchemaById(999_999));
        assertCode(40402, () -> {
            client.register("codes", new AvroSchema(FIRST));
            client.getSchemaMetadata("codes", 9);
        });
        assertCode(40408, () -> client.getCompatibility("codes"));
        assertCode(42203, () -> client.updateCompatibility("codes", "SIDEWAYS"));
    }

    @Test
    void shouldDeleteSoftlyFirstAndForGoodAfterwards() throws Exception {
        int id = client.register("gone", new AvroSchema(FIRST));
        client.register("gone", new AvroSchema(WITH_DEFAULT));

        assertCode(40405, () -> client.deleteSubject("gone", true));
        assertThat(client.deleteSchemaVersion("gone", "2")).isEqualTo(2);
        assertThat(client.getAllVersions("gone")).containsExactly(1);
        assertThat(client.deleteSubject("gone")).containsExactly(1);
        assertThat(client.getAllSubjects()).doesNotContain("gone");
        assertThat(fresh().getSchemaById(id))
                .as("records written with it stay readable")
                .isNotNull();
        assertThat(client.deleteSubject("gone", true)).containsExactly(1, 2);
        assertCode(40401, () -> client.getLatestSchemaMetadata("gone"));
        assertThat(fresh().register("gone", new AvroSchema(FIRST))).isPositive();
    }

    @Test
    void shouldRefuseWritesWhenASubjectIsReadOnly() throws Exception {
        client.setMode("READONLY", "frozen");

        assertThat(client.getMode("frozen")).isEqualTo("READONLY");
        assertThat(client.getMode()).isEqualTo("READWRITE");
        assertCode(42205, () -> client.register("frozen", new AvroSchema(FIRST)));
        client.setMode("READWRITE", "frozen");
        assertThat(client.register("frozen", new AvroSchema(FIRST))).isPositive();
    }

    @Test
    void shouldResolveReferencesWhenASchemaBuildsOnAnother() throws Exception {
        client.register("part", new AvroSchema(FIRST));
        String whole = "{\"type\":\"record\",\"name\":\"Whole\",\"fields\":[{\"name\":\"p\",\"type\":\"test.R\"}]}";
        AvroSchema schema =
                new AvroSchema(whole, List.of(new SchemaReference("test.R", "part", 1)), Map.of("test.R", FIRST), null);
        int id = client.register("whole", schema);

        assertThat(fresh().getSchemaById(id).references()).hasSize(1);
        assertThat(get("/subjects/part/versions/1/referencedby").body()).isEqualTo("[" + id + "]");
        assertCode(42206, () -> client.deleteSubject("part"));
    }

    @Test
    void shouldAnswerWhatOtherClientsAskWhenCalledOverHttp() throws Exception {
        int id = client.register("http", new AvroSchema(FIRST));

        assertThat(get("/schemas/types").body()).isEqualTo("[\"AVRO\"]");
        assertThat(get("/contexts").body()).isEqualTo("[\".\"]");
        assertThat(get("/schemas/ids/" + id + "/versions").body()).contains("\"subject\":\"http\"");
        assertThat(get("/schemas/ids/" + id + "?fetchMaxId=true&subject=http&new=1")
                        .body())
                .contains("\"maxId\"");
        assertThat(get("/subjects/http/versions/latest/schema").body()).contains("\"name\":\"R\"");
        assertThat(get("/subjects?subjectPrefix=ht").body()).isEqualTo("[\"http\"]");
        assertThat(get("/config/http?defaultToGlobal=true").body()).isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(get("/mode").body()).isEqualTo("{\"mode\":\"READWRITE\"}");
        assertThat(get("/associations").statusCode()).isEqualTo(404);
        assertThat(get("/subjects/nobody/versions").body())
                .isEqualTo("{\"error_code\":40401,\"message\":\"Subject 'nobody' not found.\"}");
    }

    @Test
    void shouldRememberEverythingWhenRestarted() throws Exception {
        int id = client.register("restart", new AvroSchema(FIRST));
        client.updateCompatibility("restart", "FULL");
        client.register("restart-gone", new AvroSchema(FIRST));
        client.deleteSubject("restart-gone");

        registry.close();
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        client = fresh();

        assertThat(client.getId("restart", new AvroSchema(FIRST))).isEqualTo(id);
        assertThat(client.getCompatibility("restart")).isEqualTo("FULL");
        assertThat(client.getAllSubjects()).contains("restart").doesNotContain("restart-gone");
        assertThat(client.register("restart", new AvroSchema(WITH_DEFAULT))).isGreaterThan(id);
    }

    @Test
    void shouldServeTheSerializersWhenSchemasWereRegisteredUpFront() throws Exception {
        try (SchemaRegistration registration = new SchemaRegistration(registry.url(), Map.of())) {
            assertThat(registration.register()).hasSize(Topics.all().size());
            assertThat(registration.register()).as("twice").hasSize(Topics.all().size());
            assertThat(registration.check()).isEmpty();
        }
        assertThat(client.getCompatibility(Topics.FEEDBACK.subject())).isEqualTo("FULL_TRANSITIVE");
        assertThat(client.getCompatibility(Topics.LABELS.subject())).isEqualTo("BACKWARD_TRANSITIVE");
        AvroSerdes serdes = new AvroSerdes(registry.url(), Map.of("auto.register.schemas", false));
        LabelRequest request = request();
        try (Serializer<LabelRequest> serializer = serdes.serializer(Topics.LABEL_REQUESTS);
                SafeDecoder<LabelRequest> decoder = serdes.decoder(Topics.LABEL_REQUESTS)) {
            byte[] bytes = serializer.serialize(Topics.LABEL_REQUESTS.name(), request);

            assertThat(decoder.decode(record(bytes))).isEqualTo(new Decoded.Value<>(request));
            bytes[2] = 77;
            assertThat(decoder.decode(record(bytes)))
                    .isInstanceOfSatisfying(Decoded.Poison.class, poison -> assertThat(poison.cause())
                            .hasMessageContaining("thumbstream.label-requests.v1 with schema id")
                            .hasMessageContaining("check that the registry at " + registry.url()));
        }
    }

    @Test
    void shouldSayTheRegistryIsDownWhenNothingListens() {
        EmbeddedRegistry stopped = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        stopped.close();

        assertThatThrownBy(() -> new SchemaRegistration(stopped.url(), Map.of()).register())
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("the schema registry at " + stopped.url() + " did not answer");
        AvroSerdes serdes = new AvroSerdes(stopped.url(), Map.of());
        assertThatThrownBy(() -> serdes.serializer(Topics.LABEL_REQUESTS).serialize("t", request()))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> serdes.decoder(Topics.LABEL_REQUESTS).decode(record(new byte[] {0, 0, 0, 0, 1, 2})))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldNameThePortWhenItIsInUse() {
        assertThatThrownBy(() -> EmbeddedRegistry.start(kafka.bootstrapServers(), registry.port()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("port " + registry.port() + " of the embedded schema registry is in use");
    }

    private SchemaRegistryClient fresh() {
        return new CachedSchemaRegistryClient(registry.url(), 100);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(registry.url() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private String post(String path, String schema) throws IOException, InterruptedException {
        String body = new ObjectMapper().writeValueAsString(Map.of("schema", schema));
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void assertCode(int code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RestClientException.class, e -> assertThat(e.getErrorCode())
                .isEqualTo(code));
    }

    private static LabelRequest request() {
        return LabelRequest.newBuilder()
                .setGroupId("g")
                .setRolloutIds(List.of("g.0"))
                .setReason("uncertain")
                .setAt(Instant.ofEpochSecond(1))
                .build();
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>(Topics.LABEL_REQUESTS.name(), 0, 0, new byte[0], value);
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"test\",\"fields\":[" + fields + "]}";
    }
}
