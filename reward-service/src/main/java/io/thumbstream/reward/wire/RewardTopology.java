package io.thumbstream.reward.wire;

import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Rollouts and feedback through one joiner per partition to labels, experience, drift verdicts and dead letters.
 *
 * <p>Every node and the store have names of their own, so that no change of the topology orphans state. Values are read as
 * bytes: a record that cannot be decoded is the joiner's business, not a reason to stop.
 */
public final class RewardTopology {
    public static final String STORE = "joiner-state";

    static final String LABELS_SINK = "labels-out";
    static final String EXPERIENCE_SINK = "experience-out";
    static final String DRIFT_SINK = "drift-out";
    private static final String JOINER = "joiner";

    private RewardTopology() {}

    public static Topology build(JoinerFactory factory, AvroSerdes serdes) {
        Topology topology = new Topology();
        var bytes = new ByteArrayDeserializer();
        topology.addSource("rollouts-in", bytes, bytes, Topics.ROLLOUTS.name());
        topology.addSource("feedback-in", bytes, bytes, Topics.FEEDBACK.name());
        topology.addProcessor(
                JOINER, () -> new JoinerProcessor(factory, new RecordReader(serdes)), "rollouts-in", "feedback-in");
        topology.addStateStore(store(), JOINER);
        sink(topology, LABELS_SINK, Topics.LABELS, serdes);
        sink(topology, EXPERIENCE_SINK, Topics.EXPERIENCE, serdes);
        sink(topology, DRIFT_SINK, Topics.DRIFT, serdes);
        var raw = new ByteArraySerializer();
        for (TopicSpec<?> input : new TopicSpec<?>[] {Topics.ROLLOUTS, Topics.FEEDBACK}) {
            topology.addSink(deadLetterSink(input.name()), Topics.dlq(input), raw, raw, JOINER);
        }
        return topology;
    }

    private static <T extends SpecificRecord> void sink(
            Topology topology, String name, TopicSpec<T> topic, AvroSerdes serdes) {
        topology.addSink(name, topic.name(), new StringSerializer(), serdes.serializer(topic), JOINER);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    static String deadLetterSink(String inputTopic) {
        return inputTopic + "-dead";
    }
}
