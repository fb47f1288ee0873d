package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.InputSource;
import io.thumbstream.learner.engine.Partition;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * All partitions of one topic as a learner's input, read without a consumer group: the learner's checkpoint says where to
 * begin. What cannot be decoded or contradicts itself goes to the dead letters and is passed over.
 */
public final class KafkaInputSource<A extends SpecificRecord, T> implements InputSource<T> {
    private static final String SERVICE = "learner";

    private final TopicSpec<A> topic;
    private final RecordTranslator<A, T> translator;
    private final SafeDecoder<A> decoder;
    private final DeadLetters deadLetters;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RawReader lookup;

    public KafkaInputSource(
            KafkaSettings kafka,
            AvroSerdes serdes,
            TopicSpec<A> topic,
            RecordTranslator<A, T> translator,
            DeadLetters deadLetters,
            Clock clock) {
        this.topic = topic;
        this.translator = translator;
        this.decoder = serdes.decoder(topic);
        this.deadLetters = deadLetters;
        this.consumer = RawReader.consumer(kafka, "thumbstream-learner-" + topic.name());
        this.lookup = new RawReader(kafka, "thumbstream-learner-lookup-" + topic.name(), clock);
    }

    @Override
    public void seek(Map<Partition, Long> positions) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long next = positions.get(new Partition(partition.topic(), partition.partition()));
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
        }
    }

    @Override
    public List<InputRecord<T>> poll(Duration timeout) {
        List<InputRecord<T>> result = new ArrayList<>();
        boolean poison = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            Outcome<T> outcome = decode(record);
            outcome.value().ifPresent(result::add);
            if (outcome.failure().isPresent()) {
                poison = true;
                deadLetters.send(
                        record, SERVICE, outcome.reason(), outcome.failure().get());
            }
        }
        if (poison) {
            deadLetters.flush();
        }
        return result;
    }

    @Override
    public Map<Partition, Long> positions() {
        Map<Partition, Long> positions = new TreeMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            positions.put(new Partition(partition.topic(), partition.partition()), consumer.position(partition));
        }
        return positions;
    }

    @Override
    public Map<Position, InputRecord<T>> read(Collection<Position> positions) {
        Map<Partition, TreeSet<Long>> wanted = new TreeMap<>();
        positions.forEach(position ->
                wanted.computeIfAbsent(position.in(), key -> new TreeSet<>()).add(position.offset()));
        Map<Position, InputRecord<T>> found = new HashMap<>();
        wanted.forEach((partition, offsets) -> lookup.read(
                new TopicPartition(partition.topic(), partition.partition()),
                offsets.first(),
                offsets.last() + 1,
                record -> {
                    if (offsets.contains(record.offset())) {
                        decode(record).value().ifPresent(input -> found.put(input.position(), input));
                    }
                }));
        return found;
    }

    private Outcome<T> decode(ConsumerRecord<byte[], byte[]> record) {
        Decoded<A> decoded;
        try {
            decoded = decoder.decode(record);
        } catch (RegistryUnavailableException e) {
            throw new TransientException(String.valueOf(e.getMessage()), e);
        }
        if (decoded instanceof Decoded.Value<A> readable) {
            try {
                return new Outcome<>(
                        translator.translate(readable.value()).map(translated -> input(record, translated)),
                        "",
                        Optional.empty());
            } catch (IllegalArgumentException e) {
                return new Outcome<>(Optional.empty(), "contradictory", Optional.of(e));
            }
        }
        Decoded.Poison<A> poison = (Decoded.Poison<A>) decoded;
        return new Outcome<>(Optional.empty(), poison.reason(), Optional.of(poison.cause()));
    }

    private InputRecord<T> input(ConsumerRecord<byte[], byte[]> record, RecordTranslator.Translated<T> translated) {
        return new InputRecord<>(
                new Position(record.topic(), record.partition(), record.offset()),
                translated.id(),
                translated.revision(),
                translated.value());
    }

    @Override
    public void close() {
        consumer.close();
        lookup.close();
        decoder.close();
    }

    private record Outcome<T>(Optional<InputRecord<T>> value, String reason, Optional<Exception> failure) {}
}
