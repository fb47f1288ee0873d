package io.thumbstream.schemas;

import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Decodes raw records so that a poisonous one becomes a value, not a failure of the poll loop.
 *
 * <p>Not thread-safe.
 */
public final class SafeDecoder<T extends SpecificRecord> implements AutoCloseable {
    private final TopicSpec<T> topic;
    private final Deserializer<T> deserializer;
    private final Deserializer<T> envelopes;

    SafeDecoder(TopicSpec<T> topic, Deserializer<T> deserializer, Deserializer<T> envelopes) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.envelopes = envelopes;
    }

    /**
     * The value of a record, or why it has none.
     *
     * @throws RegistryUnavailableException when the registry does not answer; try the same record again
     */
    public Decoded<T> decode(ConsumerRecord<byte[], byte[]> record) {
        byte[] bytes = record.value();
        if (bytes == null) {
            return new Decoded.Poison<>(
                    "empty", new UndecodableRecordException("record of " + topic.name() + " has no value"));
        }
        try {
            return new Decoded.Value<>(deserializer.deserialize(topic.name(), bytes));
        } catch (ErasedRecordException e) {
            return new Decoded.Erased<>(topic.type().cast(e.envelope()));
        } catch (UndecodableRecordException e) {
            return new Decoded.Poison<>("undecodable", e);
        }
    }

    /**
     * The record with blank personal fields where they are sealed, for who asks about records, not about what was said. Needs no keys.
     *
     * @throws RegistryUnavailableException when the registry does not answer; try the same record again
     */
    public Optional<T> envelope(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(record.value()).map(bytes -> envelopes.deserialize(topic.name(), bytes));
        } catch (UndecodableRecordException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        deserializer.close();
        envelopes.close();
    }
}
