package io.thumbstream.schemas;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers or checks the schemas of all topics before any service runs, so that an incompatible build never starts. */
public final class SchemaRegistration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistration.class);
    private static final int CACHE_CAPACITY = 100;
    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int CONFLICT = 409;

    private final String shownUrl;
    private final SchemaRegistryClient client;

    /**
     * A connection to one registry; no request is made yet.
     *
     * @param registryUrl URL, or several separated by commas
     * @param registryConfig settings with Confluent's names
     */
    public SchemaRegistration(String registryUrl, Map<String, ?> registryConfig) {
        this.shownUrl = RegistryUrls.shown(registryUrl);
        List<String> urls = Arrays.asList(registryUrl.split("\\s*,\\s*"));
        this.client = SchemaRegistryClientFactory.newClient(
                urls, CACHE_CAPACITY, List.of(new AvroSchemaProvider()), new HashMap<>(registryConfig), Map.of());
    }

    /**
     * Sets the compatibility rule of every subject and registers its schema.
     *
     * @return schema id by subject, in the order of the topics
     * @throws RegistryUnavailableException when the registry does not answer
     * @throws IncompatibleSchemaException naming every subject whose schema the registry refuses
     */
    public Map<String, Integer> register() {
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        for (TopicSpec<?> topic : Topics.all()) {
            call(() -> client.updateCompatibility(
                    topic.subject(), topic.compatibility().name()));
            try {
                ids.put(topic.subject(), call(() -> client.register(topic.subject(), wireSchema(topic))));
            } catch (IncompatibleSchemaException e) {
                refused.add(String.valueOf(e.getMessage()));
            }
        }
        if (!refused.isEmpty()) {
            throw new IncompatibleSchemaException(String.join("\n", refused));
        }
        LOG.atInfo()
                .addKeyValue("registry", shownUrl)
                .addKeyValue("subjects", ids.size())
                .log("schemas registered");
        return ids;
    }

    /**
     * Problems of this build's schemas against the registry, without writing anything.
     *
     * @return one line per problem with its subject; empty when everything fits or is new
     * @throws RegistryUnavailableException when the registry does not answer
     */
    public List<String> check() {
        List<String> problems = new ArrayList<>();
        for (TopicSpec<?> topic : Topics.all()) {
            List<String> found = call(() -> compatibility(topic));
            found.forEach(problem -> problems.add(topic.subject() + ": " + problem));
        }
        return problems;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /** Schema as it stands in the registry: without the properties that only Java's code generator reads. */
    static AvroSchema wireSchema(TopicSpec<?> topic) {
        return new AvroSchema(topic.schema().toString().replace(",\"avro.java.string\":\"String\"", ""));
    }

    /** Against every version, under our own rule: the registry's check looks at the latest version only. */
    private List<String> compatibility(TopicSpec<?> topic) throws IOException, RestClientException {
        List<ParsedSchemaHolder> earlier = new ArrayList<>();
        try {
            for (Integer version : client.getAllVersions(topic.subject())) {
                String text = client.getSchemaMetadata(topic.subject(), version).getSchema();
                earlier.add(new SimpleParsedSchemaHolder(new AvroSchema(text)));
            }
        } catch (RestClientException e) {
            if (e.getErrorCode() == SUBJECT_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
        return wireSchema(topic)
                .isCompatible(CompatibilityLevel.forName(topic.compatibility().name()), earlier);
    }

    private <T> T call(RegistryCall<T> call) {
        try {
            return call.run();
        } catch (RestClientException e) {
            if (e.getStatus() == CONFLICT) {
                throw new IncompatibleSchemaException(e.getMessage()
                        + "; give new fields defaults and remove none, or use a new major version of the topic");
            }
            throw new RegistryUnavailableException(
                    "the schema registry at " + shownUrl + " refused a request (" + e.getMessage()
                            + "); check its address, credentials and permissions",
                    e);
        } catch (IOException e) {
            throw new RegistryUnavailableException(
                    "the schema registry at " + shownUrl + " did not answer (" + e.getMessage()
                            + "); check that it is up and that the address is right",
                    e);
        }
    }

    @FunctionalInterface
    private interface RegistryCall<T> {
        T run() throws IOException, RestClientException;
    }
}
