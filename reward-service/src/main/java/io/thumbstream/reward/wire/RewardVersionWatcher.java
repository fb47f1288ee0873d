package io.thumbstream.reward.wire;

import io.thumbstream.reward.head.ScorerHolder;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.VersionState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the published reward models and puts the newest live one in use, verified, between two batches. One that cannot
 * be loaded is refused and the one in use stays.
 *
 * <p>One thread of its own reads; {@link #close} may be called from any other.
 */
public final class RewardVersionWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RewardVersionWatcher.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final long JOIN_MILLIS = 5_000;

    private final String modelName;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final SafeDecoder<ModelVersion> decoder;
    private final RewardModelLoader loader;
    private final ScorerHolder holder;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Consumer<byte[], byte[]> reading;

    /**
     * @param modelName published name, for example {@code reward/support}
     * @param consumers makes a consumer outside any group
     */
    public RewardVersionWatcher(
            String modelName,
            Supplier<Consumer<byte[], byte[]>> consumers,
            SafeDecoder<ModelVersion> decoder,
            RewardModelLoader loader,
            ScorerHolder holder) {
        this.modelName = modelName;
        this.consumers = consumers;
        this.decoder = decoder;
        this.loader = loader;
        this.holder = holder;
        this.thread = new Thread(this::run, "reward-versions");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Whether the thread beats. */
    public boolean alive() {
        return thread.isAlive();
    }

    private void run() {
        while (!closing) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                reading = consumer;
                follow(consumer);
            } catch (WakeupException | InterruptException ending) {
                LOG.debug("reward versions are no longer followed");
            } catch (KafkaException | IllegalStateException failure) {
                LOG.atWarn().setCause(failure).log("cannot follow the reward versions; trying again");
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        TopicPartition partition = new TopicPartition(Topics.REWARD_VERSIONS.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (!closing) {
            newest(consumer.poll(POLL)).ifPresent(this::use);
        }
    }

    private Optional<ModelVersion> newest(ConsumerRecords<byte[], byte[]> records) {
        Optional<ModelVersion> newest = Optional.empty();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Optional<ModelVersion> manifest = read(record);
            newest = manifest.isPresent() ? manifest : newest;
        }
        return newest;
    }

    private Optional<ModelVersion> read(ConsumerRecord<byte[], byte[]> record) {
        while (!closing) {
            try {
                if (decoder.decode(record) instanceof Decoded.Value<ModelVersion> found) {
                    ModelVersion manifest = found.value();
                    boolean ours =
                            manifest.getModelName().equals(modelName) && manifest.getState() == VersionState.LIVE;
                    return ours ? Optional.of(manifest) : Optional.empty();
                }
                LOG.atWarn()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("offset", record.offset())
                        .log("a reward manifest cannot be read and is passed over");
                return Optional.empty();
            } catch (RegistryUnavailableException waiting) {
                LOG.atWarn().addKeyValue("problem", waiting.getMessage()).log("waiting for the schema registry");
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
        return Optional.empty();
    }

    /** Loads a version beside the one in use and swaps; refuses it when it is damaged. */
    void use(ModelVersion manifest) {
        try {
            holder.swap(loader.load(PublishedModel.directory(manifest), modelName, manifest.getVersion()));
            LOG.atInfo()
                    .addKeyValue("model", modelName)
                    .addKeyValue("version", manifest.getVersion())
                    .log("reward model in use");
        } catch (IOException | RuntimeException damaged) {
            LOG.atError()
                    .setCause(damaged)
                    .addKeyValue("model", modelName)
                    .addKeyValue("version", manifest.getVersion())
                    .log("reward model refused; the one in use stays");
        }
    }

    @Override
    public void close() {
        closing = true;
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        decoder.close();
    }
}
