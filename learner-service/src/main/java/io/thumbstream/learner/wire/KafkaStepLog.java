package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.LoggedStep;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.learner.engine.StepLog;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.TrainingStep;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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
 * The training-log topic as a learner's write-ahead log.
 *
 * <p>One transactional producer per learner name: opening a second one fences the first and settles what it left open.
 * All entries lie in partition 0, so that they have one order.
 */
public final class KafkaStepLog implements StepLog {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaStepLog.class);
    private static final String TOPIC = KafkaStepHistory.TOPIC;
    private static final String MAX_BLOCK_MS = "30000";

    private final String learner;
    private final byte[] key;
    private final ConsumerGroupMetadata group;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<TrainingStep> serializer;
    private final KafkaStepHistory history;

    /**
     * Opens the log of {@code learner}.
     *
     * @throws TransientException when the brokers do not answer
     */
    public KafkaStepLog(KafkaSettings kafka, AvroSerdes serdes, String learner, Clock clock) {
        this.learner = learner;
        this.key = learner.getBytes(StandardCharsets.UTF_8);
        String id = "thumbstream-learner-" + learner.replace('/', '-');
        this.group = new ConsumerGroupMetadata(id);
        Map<String, Object> config = new HashMap<>(ClientSettings.producer(kafka, id));
        config.put("transactional.id", id);
        config.put("max.block.ms", MAX_BLOCK_MS);
        this.serializer = serdes.serializer(Topics.TRAINING_LOG);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.history = new KafkaStepHistory(kafka, serdes, learner, id + "-log", clock);
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            close();
            throw new TransientException(
                    "Cannot open the training log as " + id + "; check that the brokers are up", e);
        }
    }

    @Override
    public Position append(StepEntry entry) {
        try {
            byte[] value = serializer.serialize(TOPIC, StepRecords.toWire(entry));
            producer.beginTransaction();
            Future<RecordMetadata> sent =
                    producer.send(new ProducerRecord<>(TOPIC, 0, key, value), (metadata, failure) -> {
                        if (failure != null) {
                            LOG.atWarn()
                                    .setCause(failure)
                                    .addKeyValue("learner", learner)
                                    .log("step was not appended");
                        }
                    });
            producer.sendOffsetsToTransaction(offsets(entry), group);
            producer.commitTransaction();
            return new Position(TOPIC, 0, sent.get().offset());
        } catch (ProducerFencedException | InvalidProducerEpochException | AuthorizationException e) {
            throw new FatalException(
                    "The training log refuses " + learner + " (" + e.getMessage()
                            + "); another learner of that name runs, or the rights are missing",
                    e);
        } catch (KafkaException | ExecutionException e) {
            throw new TransientException("Step " + entry.context().step() + " of " + learner + " was not logged", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(
                    "Interrupted while logging step " + entry.context().step(), e);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(StepEntry entry) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        entry.positions()
                .forEach((partition, next) -> offsets.put(
                        new TopicPartition(partition.topic(), partition.partition()), new OffsetAndMetadata(next)));
        return offsets;
    }

    @Override
    public void forEachAfter(Optional<Position> last, Consumer<LoggedStep> action) {
        history.forEachAfter(last, action);
    }

    @Override
    public void close() {
        producer.close();
        history.close();
        serializer.close();
    }
}
