package io.thumbstream.launcher.pipeline;

import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.wire.RunLogReader;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The real stack with the shipped model on free ports: nothing is replaced, only groups are small, and answers and cadences
 * short.
 *
 * <p>Can be stopped and started again on its data directory.
 */
public final class StackRig implements AutoCloseable {
    /** How long a test waits for something that takes seconds on a quiet machine. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final List<String> SMALL_AND_FAST = List.of(
            "embedded.broker-port=0",
            "embedded.registry-port=0",
            "admin.gateway-port=0",
            "admin.generator-port=0",
            "admin.reward-port=0",
            "admin.learner-port=0",
            "gateway.port=0",
            "gateway.group-size=4",
            "gateway.sampling.max-tokens=16",
            "learner.policy.groups-per-step=4",
            "learner.policy.max-wait=300ms",
            "learner.reward.core.max-wait=300ms",
            "learner.policy-run.publish-interval=500ms",
            "learner.reward-run.publish-interval=300ms");

    private final ThumbstreamSettings settings;
    private Stack stack;

    /** Starts everything and waits until it is ready. */
    public StackRig(Path dataDir) {
        settings = ConfigLoader.load(
                        ThumbstreamSettings.class,
                        ThumbstreamSettings.defaults(),
                        new ConfigSources(List.of(), Map.of(), settings(dataDir)))
                .value();
        stack = start();
    }

    /** What differs from the defaults, as {@code key=value}. */
    static List<String> settings(Path dataDir) {
        List<String> assignments = new ArrayList<>(SMALL_AND_FAST);
        assignments.add("data-dir=" + dataDir);
        return assignments;
    }

    private Stack start() {
        return Stack.start(settings, part -> {}, PATIENCE);
    }

    /** Ends the stack as Ctrl-C does, and starts it again. */
    public void restart() {
        stack.close();
        stack = start();
    }

    /** Address of the gateway; another one after a restart. */
    public URI gateway() {
        return stack.gateway();
    }

    /** Brokers and registry; others after a restart. */
    public KafkaSettings kafka() {
        return stack.kafka();
    }

    /** What lies in the topics now. */
    public RunLog log() {
        return new RunLogReader(stack.kafka(), settings.gateway().modelName()).read();
    }

    /** Committed records of a topic that are there now, in the order of each partition. */
    <T extends SpecificRecord> List<ConsumerRecord<String, T>> read(TopicSpec<T> topic) {
        KafkaSettings kafka = stack.kafka();
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        List<ConsumerRecord<String, T>> found = new ArrayList<>();
        try (Deserializer<T> values = serdes.deserializer(topic);
                KafkaConsumer<String, T> consumer = new KafkaConsumer<>(
                        ClientSettings.reader(kafka, "rig-reader"), new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            await("reading " + topic.name(), () -> {
                consumer.poll(POLL).forEach(found::add);
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return found;
    }

    /** Waits until something holds; fails with {@code what} when it takes too long. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("still waiting after " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
