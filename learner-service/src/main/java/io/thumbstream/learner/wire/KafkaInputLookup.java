package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Partition;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a learner's input records again by their places; one read per partition, from the first place to the last. */
public final class KafkaInputLookup<A extends SpecificRecord, T> implements InputLookup<T>, AutoCloseable {
    private final InputDecoder<A, T> decoder;
    private final RawReader reader;

    public KafkaInputLookup(
            KafkaSettings kafka,
            AvroSerdes serdes,
            TopicSpec<A> topic,
            RecordTranslator<A, T> translator,
            String clientId,
            Clock clock) {
        this.decoder = new InputDecoder<>(serdes, topic, translator);
        this.reader = new RawReader(kafka, clientId, clock);
    }

    @Override
    public Map<Position, InputRecord<T>> read(Collection<Position> positions) {
        Map<Position, InputRecord<T>> found = new HashMap<>();
        each(positions, (position, outcome) -> outcome.value().ifPresent(input -> found.put(position, input)));
        return found;
    }

    @Override
    public Set<Position> erased(Collection<Position> positions) {
        Set<Position> erased = new HashSet<>();
        each(positions, (position, outcome) -> {
            if (outcome.erased()) {
                erased.add(position);
            }
        });
        return erased;
    }

    private void each(Collection<Position> positions, BiConsumer<Position, InputDecoder.Outcome<T>> action) {
        Map<Partition, TreeSet<Long>> wanted = new TreeMap<>();
        positions.forEach(position ->
                wanted.computeIfAbsent(position.in(), key -> new TreeSet<>()).add(position.offset()));
        wanted.forEach((partition, offsets) -> reader.read(
                new TopicPartition(partition.topic(), partition.partition()),
                offsets.first(),
                offsets.last() + 1,
                record -> {
                    if (offsets.contains(record.offset())) {
                        action.accept(
                                new Position(record.topic(), record.partition(), record.offset()),
                                decoder.decode(record));
                    }
                }));
    }

    @Override
    public void close() {
        reader.close();
        decoder.close();
    }
}
