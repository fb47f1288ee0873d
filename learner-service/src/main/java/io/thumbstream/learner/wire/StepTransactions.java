package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.TrainingStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends groups of steps to the training-log topic, each group in one transaction with its consumer positions.
 *
 * <p>One transactional producer per learner name: opening a second one fences the first and settles what it left open. All entries
 * lie in partition 0, so that they have one order. Used by one thread.
 */
final class StepTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StepTransactions.class);
    private static final String TOPIC = KafkaStepHistory.TOPIC;
    private static final String MAX_BLOCK_MS = "30000";

    private final String learner;
    private final byte[] key;
    private final ConsumerGroupMetadata group;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<TrainingStep> serializer;

    /**
     * Opens the log of {@code learner} for writing.
     *
     * @param id transactional id and consumer group of the learner
     * @throws TransientException when the brokers do not answer
     */
    StepTransactions(KafkaSettings kafka, AvroSerdes serdes, String learner, String id) {
        this.learner = learner;
        this.key = learner.getBytes(StandardCharsets.UTF_8);
        this.group = new ConsumerGroupMetadata(id);
        Map<String, Object> config = new HashMap<>(ClientSettings.producer(kafka, id));
        config.put("transactional.id", id);
        config.put("max.block.ms", MAX_BLOCK_MS);
        this.serializer = serdes.serializer(Topics.TRAINING_LOG);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            close();
            throw new TransientException(
                    "Cannot open the training log as " + id + "; check that the brokers are up", e);
        }
    }

    /**
     * Appends {@code entries} and commits the positions of the last one in one transaction.
     *
     * @param entries in order of their steps, at least one
     * @return where the last entry lies; when this returns, all are durable
     */
    Position commit(List<StepEntry> entries) {
        StepEntry newest = entries.get(entries.size() - 1);
        try {
            producer.beginTransaction();
            Future<RecordMetadata> sent = send(entries.get(0));
            for (StepEntry entry : entries.subList(1, entries.size())) {
                sent = send(entry);
            }
            producer.sendOffsetsToTransaction(offsets(newest), group);
            producer.commitTransaction();
            return new Position(TOPIC, 0, sent.get().offset());
        } catch (ProducerFencedException | InvalidProducerEpochException | AuthorizationException e) {
            throw new FatalException(
                    "The training log refuses " + learner + " (" + e.getMessage()
                            + "); another learner of that name runs, or the rights are missing",
                    e);
        } catch (KafkaException | ExecutionException e) {
            throw new TransientException(
                    "Steps up to " + newest.context().step() + " of " + learner + " were not logged", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(
                    "Interrupted while logging step " + newest.context().step(), e);
        }
    }

    private Future<RecordMetadata> send(StepEntry entry) {
        byte[] value = serializer.serialize(TOPIC, StepRecords.toWire(entry));
        return producer.send(new ProducerRecord<>(TOPIC, 0, key, value), (metadata, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("learner", learner)
                        .addKeyValue("step", entry.context().step())
                        .log("step was not appended");
            }
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(StepEntry entry) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        entry.positions()
                .forEach((partition, next) -> offsets.put(
                        new TopicPartition(partition.topic(), partition.partition()), new OffsetAndMetadata(next)));
        return offsets;
    }

    /** Waits a while for what was sent; the time is bounded because the writer may have been given up. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(30));
        serializer.close();
    }
}
