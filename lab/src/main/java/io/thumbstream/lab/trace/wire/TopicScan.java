package io.thumbstream.lab.trace.wire;

import io.thumbstream.lab.trace.Position;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to where it ended when the scan began. */
public final class TopicScan {
    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * A record that was read.
     *
     * @param position where it lies
     * @param at record time
     * @param value its value
     */
    public record Read<T>(Position position, Instant at, T value) {}

    private final KafkaSettings kafka;
    private final AvroSerdes serdes;

    public TopicScan(KafkaSettings kafka) {
        this.kafka = kafka;
        this.serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
    }

    /**
     * Hands every readable record to {@code sink}, in the order of each partition, and returns how many were unreadable. Records of people
     * who were erased are passed over.
     */
    public <T extends SpecificRecord> long read(TopicSpec<T> topic, Consumer<Read<T>> sink) {
        return read(topic, record -> true, sink);
    }

    /** The same of the records that {@code which} lets through; the others are not decoded. */
    public <T extends SpecificRecord> long read(
            TopicSpec<T> topic, Predicate<ConsumerRecord<byte[], byte[]>> which, Consumer<Read<T>> sink) {
        return scan(topic, (decoder, record) -> !which.test(record) || handOver(decoder.decode(record), record, sink));
    }

    private static <T> boolean handOver(
            Decoded<T> decoded, ConsumerRecord<byte[], byte[]> record, Consumer<Read<T>> sink) {
        if (decoded instanceof Decoded.Value<T> found) {
            sink.accept(read(record, found.value()));
        }
        return !(decoded instanceof Decoded.Poison<T>);
    }

    /**
     * Hands every record to {@code sink} without what people said in it, and returns how many were unreadable. Needs no keys of people
     * and knows those who were erased.
     */
    public <T extends SpecificRecord> long envelopes(TopicSpec<T> topic, Consumer<Read<T>> sink) {
        return scan(topic, (decoder, record) -> {
            Optional<T> envelope = decoder.envelope(record);
            envelope.ifPresent(found -> sink.accept(read(record, found)));
            return envelope.isPresent();
        });
    }

    /** Hands every record to {@code sink} with what can be read of it. */
    public <T extends SpecificRecord> void decoded(TopicSpec<T> topic, Consumer<Read<Decoded<T>>> sink) {
        decoded(topic, topic.name(), sink);
    }

    /** The same of the records of {@code topic} that could not be processed. */
    public <T extends SpecificRecord> void deadLetters(TopicSpec<T> topic, Consumer<Read<Decoded<T>>> sink) {
        decoded(topic, topic.deadLetterName(), sink);
    }

    private <T extends SpecificRecord> void decoded(TopicSpec<T> topic, String name, Consumer<Read<Decoded<T>>> sink) {
        long unused = scan(topic, name, (decoder, record) -> {
            sink.accept(read(record, decoder.decode(record)));
            return true;
        });
    }

    /** Hands every record to {@code sink} as it lies there. */
    public <T extends SpecificRecord> void records(TopicSpec<T> topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        long unused = scan(topic, (decoder, record) -> {
            sink.accept(record);
            return true;
        });
    }

    private static <T> Read<T> read(ConsumerRecord<byte[], byte[]> record, T value) {
        return new Read<>(
                new Position(record.topic(), record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                value);
    }

    private <T extends SpecificRecord> long scan(
            TopicSpec<T> topic, BiPredicate<SafeDecoder<T>, ConsumerRecord<byte[], byte[]>> sink) {
        return scan(topic, topic.name(), sink);
    }

    private <T extends SpecificRecord> long scan(
            TopicSpec<T> topic, String name, BiPredicate<SafeDecoder<T>, ConsumerRecord<byte[], byte[]>> sink) {
        Map<String, Object> settings = ClientSettings.reader(kafka, "lab-scan-" + name);
        long poison = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                SafeDecoder<T> decoder = serdes.decoder(topic)) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    poison += sink.test(decoder, record) ? 0 : 1;
                }
            }
        }
        return poison;
    }
}
