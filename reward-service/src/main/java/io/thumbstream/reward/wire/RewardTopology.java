package io.thumbstream.reward.wire;

import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
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
 * Rollouts and feedback through one joiner per partition to labels, experience, questions, drift verdicts and dead letters.
 *
 * <p>Every node and the store have names of their own, so that no change of the topology orphans state. Values are read as
 * bytes: a record that cannot be decoded is the joiner's business, not a reason to stop.
 */
public final class RewardTopology {
    public static final String STORE = "joiner-state";

    static final String LABELS_SINK = "labels-out";
    static final String EXPERIENCE_SINK = "experience-out";
    static final String ASKS_SINK = "asks-out";
    static final String DRIFT_SINK = "drift-out";
    private static final String JOINER = "joiner";
    /** What the joiner of one partition remembers of its state, bytes; some 15,000 answers of a few hundred tokens. */
    private static final long REMEMBERED_BYTES = 16L << 20;

    private static final List<TopicSpec<?>> INPUTS = List.of(Topics.ROLLOUTS, Topics.FEEDBACK);
    /** What Kafka Streams itself asks for in the changelog of a key-value store. */
    private static final Map<String, String> CHANGELOG =
            Map.of("cleanup.policy", "compact", "message.timestamp.type", "CreateTime");

    private RewardTopology() {}

    public static Topology build(JoinerFactory factory, AvroSerdes serdes) {
        Topology topology = new Topology();
        var bytes = new ByteArrayDeserializer();
        for (TopicSpec<?> input : INPUTS) {
            topology.addSource(source(input), bytes, bytes, input.name());
        }
        topology.addProcessor(
                JOINER,
                () -> new JoinerProcessor(factory, new RecordReader(serdes), new StateSeal(serdes.vault())),
                INPUTS.stream().map(RewardTopology::source).toArray(String[]::new));
        topology.addStateStore(store(), JOINER);
        sink(topology, LABELS_SINK, Topics.LABELS, serdes);
        sink(topology, EXPERIENCE_SINK, Topics.EXPERIENCE, serdes);
        sink(topology, ASKS_SINK, Topics.LABEL_REQUESTS, serdes);
        sink(topology, DRIFT_SINK, Topics.DRIFT, serdes);
        var raw = new ByteArraySerializer();
        for (TopicSpec<?> input : INPUTS) {
            topology.addSink(deadLetterSink(input.name()), Topics.dlq(input), raw, raw, JOINER);
        }
        return topology;
    }

    /**
     * Topics that Kafka Streams keeps for this topology alone, to be created ahead of it: it would write to one of its own
     * making before the partitions can take records.
     *
     * @param applicationId see {@link StreamsProperties}; begins their names
     * @param groupPartitions partition count of all topics keyed by group id
     */
    public static List<NewTopic> internalTopics(String applicationId, int groupPartitions, short replication) {
        int partitions = INPUTS.stream()
                .mapToInt(input -> input.partitionsWith(groupPartitions))
                .max()
                .orElseThrow();
        return List.of(
                new NewTopic(applicationId + "-" + STORE + "-changelog", partitions, replication).configs(CHANGELOG));
    }

    private static <T extends SpecificRecord> void sink(
            Topology topology, String name, TopicSpec<T> topic, AvroSerdes serdes) {
        topology.addSink(name, topic.name(), new StringSerializer(), serdes.serializer(topic), JOINER);
    }

    /**
     * What is written several times between two commits reaches RocksDB and the changelog once; nothing is read from this store but by
     * the joiner itself.
     */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store() {
        return new WriteBehindBuilder(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of()),
                REMEMBERED_BYTES);
    }

    private static String source(TopicSpec<?> input) {
        return input.name() + "-in";
    }

    static String deadLetterSink(String inputTopic) {
        return inputTopic + "-dead";
    }
}
