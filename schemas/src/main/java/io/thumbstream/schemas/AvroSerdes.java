package io.thumbstream.schemas;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.thumbstream.schemas.seal.FileVault;
import io.thumbstream.schemas.seal.PersonalFields;
import io.thumbstream.schemas.seal.SealBrokenException;
import io.thumbstream.schemas.seal.Vault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializers and deserializers of the topics, built on Confluent's own and their wire format.
 *
 * <p>Schemas are registered on first use unless {@code auto.register.schemas=false} is given. Each call makes a new instance; the
 * caller closes it.
 */
public final class AvroSerdes {
    private static final int HEADER_BYTES = 5;
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** Setting that names the directory with the keys of people; without it personal fields are neither sealed nor opened. */
    public static final String USER_KEYS = "thumbstream.user.keys";

    private final String shownUrl;
    private final Map<String, Object> config;
    private final Optional<Vault> vault;

    /**
     * Serdes against one registry.
     *
     * @param registryUrl URL, or several separated by commas
     * @param registryConfig settings with Confluent's names, for example {@code basic.auth.user.info}, and {@link #USER_KEYS}
     */
    public AvroSerdes(String registryUrl, Map<String, ?> registryConfig) {
        if (registryUrl.isBlank()) {
            throw new IllegalArgumentException("the schema registry URL is empty; give http://host:port");
        }
        this.shownUrl = RegistryUrls.shown(registryUrl);
        this.config = new HashMap<>();
        config.put("avro.remove.java.properties", true);
        config.putAll(registryConfig);
        config.put("schema.registry.url", registryUrl);
        config.put("specific.avro.reader", true);
        this.vault = Optional.ofNullable(config.remove(USER_KEYS))
                .map(Object::toString)
                .filter(directory -> !directory.isBlank())
                .map(directory -> new FileVault(Path.of(directory), Clock.systemUTC()));
    }

    /** Keys of people, where the settings name a directory for them. */
    public Optional<Vault> vault() {
        return vault;
    }

    /** Serializer of the topic's value. */
    public <T extends SpecificRecord> Serializer<T> serializer(TopicSpec<T> topic) {
        KafkaAvroSerializer serializer = new KafkaAvroSerializer();
        serializer.configure(config, false);
        PersonalFields<T> personal = PersonalFields.of(topic.type(), topic.schema());
        return new Serializer<>() {
            @Override
            public byte[] serialize(String topicName, T value) {
                try {
                    T record = vault.isPresent() ? personal.sealed(value, vault.get()) : value;
                    return serializer.serialize(topic.name(), record);
                } catch (SerializationException e) {
                    throw unavailable(e) ? down(topic, e) : e;
                }
            }

            @Override
            public void close() {
                serializer.close();
            }
        };
    }

    /**
     * Deserializer of the topic's value; throws {@link UndecodableRecordException} for poison and {@link ErasedRecordException} for a
     * record of a person whose key is destroyed.
     */
    public <T extends SpecificRecord> Deserializer<T> deserializer(TopicSpec<T> topic) {
        KafkaAvroDeserializer deserializer = avro();
        PersonalFields<T> personal = PersonalFields.of(topic.type(), topic.schema());
        return new Deserializer<>() {
            @Override
            public T deserialize(String topicName, byte[] bytes) {
                T record = decode(topic, deserializer, bytes);
                return personal.any() && personal.isSealed(record)
                        ? open(topic, deserializer, personal, bytes, record)
                        : record;
            }

            @Override
            public void close() {
                deserializer.close();
            }
        };
    }

    /** Deserializer that leaves sealed fields blank and needs no keys. */
    private <T extends SpecificRecord> Deserializer<T> envelopes(TopicSpec<T> topic) {
        KafkaAvroDeserializer deserializer = avro();
        return new Deserializer<>() {
            @Override
            public T deserialize(String topicName, byte[] bytes) {
                return decode(topic, deserializer, bytes);
            }

            @Override
            public void close() {
                deserializer.close();
            }
        };
    }

    private KafkaAvroDeserializer avro() {
        KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
        deserializer.configure(config, false);
        return deserializer;
    }

    /** Both, for Kafka Streams. */
    public <T extends SpecificRecord> Serde<T> serde(TopicSpec<T> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    /** Decoder of raw records that turns poison into a value. */
    public <T extends SpecificRecord> SafeDecoder<T> decoder(TopicSpec<T> topic) {
        return new SafeDecoder<>(topic, deserializer(topic), envelopes(topic));
    }

    private <T extends SpecificRecord> T decode(TopicSpec<T> topic, KafkaAvroDeserializer deserializer, byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            throw new UndecodableRecordException("record of " + topic.name() + " has " + bytes.length
                    + " bytes that do not begin with a schema id; write it with a schema registry serializer");
        }
        int schemaId = ByteBuffer.wrap(bytes).getInt(1);
        Object value;
        try {
            value = deserializer.deserialize(topic.name(), bytes, topic.schema());
        } catch (SerializationException e) {
            if (unavailable(e)) {
                throw down(topic, e);
            }
            throw new UndecodableRecordException(
                    "record of " + topic.name() + " with schema id " + schemaId
                            + " cannot be read (" + rootMessage(e) + "); check that the registry at " + shownUrl
                            + " is the one it was written with",
                    e);
        }
        if (!topic.type().isInstance(value)) {
            throw new UndecodableRecordException(
                    "record of " + topic.name() + " with schema id " + schemaId + " holds a "
                            + value.getClass().getSimpleName() + " instead of a "
                            + topic.type().getSimpleName() + "; check what writes this topic");
        }
        return topic.type().cast(value);
    }

    private <T extends SpecificRecord> T open(
            TopicSpec<T> topic,
            KafkaAvroDeserializer deserializer,
            PersonalFields<T> personal,
            byte[] bytes,
            T record) {
        if (vault.isEmpty()) {
            throw new UndecodableRecordException("record of " + topic.name()
                    + " is sealed; name the directory with the keys of people as " + USER_KEYS);
        }
        try {
            Schema writer = (Schema)
                    deserializer.getSchemaById(ByteBuffer.wrap(bytes).getInt(1)).rawSchema();
            PersonalFields.Opened<T> opened = personal.opened(record, writer, vault.get());
            if (opened.complete()) {
                return opened.record();
            }
            throw new ErasedRecordException(topic.name(), opened.record());
        } catch (SealBrokenException e) {
            throw new UndecodableRecordException("record of " + topic.name() + ": " + e.getMessage(), e);
        } catch (IOException | RestClientException e) {
            throw down(topic, new SerializationException(e));
        }
    }

    private RegistryUnavailableException down(TopicSpec<?> topic, SerializationException failure) {
        return new RegistryUnavailableException(
                "the schema registry at " + shownUrl + " did not answer for " + topic.name() + " ("
                        + rootMessage(failure) + "); check that it is up and that the credentials are right",
                failure);
    }

    /** Whether the registry, not the record, is at fault. */
    private static boolean unavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RestClientException rest) {
                int status = rest.getStatus();
                return status >= SERVER_ERROR
                        || status == TOO_MANY_REQUESTS
                        || status == UNAUTHORIZED
                        || status == FORBIDDEN;
            }
            if (cause instanceof SocketException
                    || cause instanceof InterruptedIOException
                    || cause instanceof UnknownHostException
                    || cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
