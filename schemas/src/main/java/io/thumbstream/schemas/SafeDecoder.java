package io.thumbstream.schemas;

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

    SafeDecoder(TopicSpec<T> topic, Deserializer<T> deserializer) {
        this.topic = topic;
        this.deserializer = deserializer;
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
        } catch (UndecodableRecordException e) {
            return new Decoded.Poison<>("undecodable", e);
        }
    }

    @Override
    public void close() {
        deserializer.close();
    }
}
