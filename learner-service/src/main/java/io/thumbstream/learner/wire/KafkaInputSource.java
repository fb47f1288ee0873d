package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.InputSource;
import io.thumbstream.learner.engine.Partition;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All partitions of one topic as a learner's input, read without a consumer group: the learner's checkpoint says where to
 * begin. What cannot be decoded or contradicts itself goes to the dead letters and is passed over.
 */
public final class KafkaInputSource<A extends SpecificRecord, T> implements InputSource<T> {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaInputSource.class);
    private static final String SERVICE = "learner";
    private static final String CLIENT = "thumbstream-learner-";

    private final TopicSpec<A> topic;
    private final InputDecoder<A, T> decoder;
    private final Optional<DeadLetters> deadLetters;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaInputLookup<A, T> lookup;

    /** A live learner's input. */
    public KafkaInputSource(
            KafkaSettings kafka,
            AvroSerdes serdes,
            TopicSpec<A> topic,
            RecordTranslator<A, T> translator,
            DeadLetters deadLetters,
            Clock clock) {
        this(kafka, serdes, topic, translator, Optional.of(deadLetters), clock, CLIENT);
    }

    /** The input of one who looks back: what was poison when it was first read is passed over without another dead letter. */
    public KafkaInputSource(
            KafkaSettings kafka,
            AvroSerdes serdes,
            TopicSpec<A> topic,
            RecordTranslator<A, T> translator,
            Clock clock) {
        this(kafka, serdes, topic, translator, Optional.empty(), clock, CLIENT);
    }

    /**
     * The input of one of several learners in this process that read the topic.
     *
     * @param deadLetters where poison goes; empty where another of them sends it there
     * @param clients beginning of the names of its Kafka clients, by which the readers are told apart
     */
    public KafkaInputSource(
            KafkaSettings kafka,
            AvroSerdes serdes,
            TopicSpec<A> topic,
            RecordTranslator<A, T> translator,
            Optional<DeadLetters> deadLetters,
            Clock clock,
            String clients) {
        this.topic = topic;
        this.decoder = new InputDecoder<>(serdes, topic, translator);
        this.deadLetters = deadLetters;
        this.consumer = RawReader.consumer(kafka, clients + topic.name());
        this.lookup =
                new KafkaInputLookup<>(kafka, serdes, topic, translator, clients + "lookup-" + topic.name(), clock);
    }

    @Override
    public void seek(Map<Partition, Long> positions) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            Long next = positions.get(new Partition(partition.topic(), partition.partition()));
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                long beginning = beginnings.getOrDefault(partition, 0L);
                warnOfLoss(partition, next, beginning);
                requireReached(partition, next, ends.getOrDefault(partition, 0L));
                consumer.seek(partition, Math.max(next, beginning));
            }
        }
    }

    private static void warnOfLoss(TopicPartition partition, long next, long beginning) {
        if (next < beginning) {
            LOG.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("from", next)
                    .addKeyValue("beginning", beginning)
                    .log(
                            "retention removed records before they were read, and they are not learned; keep the topic longer"
                                    + " than the learner may be down");
        }
    }

    /** Brokers that just came back may know less for a moment; other topics know less for ever. */
    private static void requireReached(TopicPartition partition, long next, long end) {
        if (next > end) {
            throw new TransientException(
                    "The checkpoint goes on at offset " + next + " of " + partition
                            + ", which ends at " + end
                            + ": the topic was made anew, or is that of another system. Give the"
                            + " brokers that hold it, or begin in a new data directory; the checkpoint's own weights are whole");
        }
    }

    @Override
    public List<InputRecord<T>> poll(Duration timeout) {
        List<InputRecord<T>> result = new ArrayList<>();
        boolean poison = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            InputDecoder.Outcome<T> outcome = decoder.decode(record);
            outcome.value().ifPresent(result::add);
            if (outcome.failure().isPresent() && deadLetters.isPresent()) {
                poison = true;
                deadLetters
                        .get()
                        .send(
                                record,
                                SERVICE,
                                outcome.reason(),
                                outcome.failure().get());
            }
        }
        if (poison) {
            deadLetters.ifPresent(DeadLetters::flush);
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
    public boolean reads(Partition partition) {
        return partition.topic().equals(topic.name());
    }

    @Override
    public Map<Position, InputRecord<T>> read(Collection<Position> positions) {
        return lookup.read(positions);
    }

    @Override
    public Set<Position> erased(Collection<Position> positions) {
        return lookup.erased(positions);
    }

    @Override
    public void close() {
        consumer.close();
        lookup.close();
        decoder.close();
    }
}
