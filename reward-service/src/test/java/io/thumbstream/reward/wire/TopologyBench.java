package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.credit.CreditAssigners;
import io.thumbstream.reward.head.RewardModel;
import io.thumbstream.reward.head.Score;
import io.thumbstream.reward.head.ScoreRequest;
import io.thumbstream.reward.head.ScorerHolder;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.Transforms;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelRequest;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The reward topology in a test driver with a registry in memory. */
final class TopologyBench implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    final ScorerHolder scorer = new ScorerHolder();
    private Instant machine = START;
    private long nanos;
    final BrokerTime time = new BrokerTime(() -> machine);
    private final StampWatch fetching = new StampWatch();
    final TestOutputTopic<String, Label> labels;
    final TestOutputTopic<String, Experience> experience;
    final TestOutputTopic<String, LabelRequest> requests;
    final TestOutputTopic<byte[], byte[]> deadFeedback;
    final TestOutputTopic<byte[], byte[]> deadRollouts;
    final TestOutputTopic<byte[], byte[]> changelog;
    final TestOutputTopic<byte[], byte[]> rawLabels;
    private final AvroSerdes serdes;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> rollouts;
    private final TestInputTopic<String, byte[]> feedback;
    private final Serializer<Rollout> rolloutSerializer;
    private final Serializer<Feedback> feedbackSerializer;

    TopologyBench(Path stateDir, String name) {
        this(stateDir, name, Map.of(), JoinerSettings.defaults());
    }

    /** @param registry settings of the serializers, for instance where the keys of people lie */
    TopologyBench(Path stateDir, String name, Map<String, String> registry, JoinerSettings joiner) {
        this(stateDir, name, registry, joiner, chain().pipeline());
    }

    /** With other transforms or another credit than usual. */
    TopologyBench(Path stateDir, String name, RewardPipeline pipeline) {
        this(stateDir, name, Map.of(), JoinerSettings.defaults(), pipeline);
    }

    private TopologyBench(
            Path stateDir, String name, Map<String, String> registry, JoinerSettings joiner, RewardPipeline pipeline) {
        fetching.configure(Map.of(StampWatch.TIME, time));
        serdes = new AvroSerdes("mock://" + name, registry);
        driver = new TopologyTestDriver(
                RewardTopology.build(factory(joiner, pipeline), serdes), properties(stateDir, name), START);
        rollouts = driver.createInputTopic(Topics.ROLLOUTS.name(), new StringSerializer(), new ByteArraySerializer());
        feedback = driver.createInputTopic(Topics.FEEDBACK.name(), new StringSerializer(), new ByteArraySerializer());
        rolloutSerializer = serdes.serializer(Topics.ROLLOUTS);
        feedbackSerializer = serdes.serializer(Topics.FEEDBACK);
        labels = output(Topics.LABELS);
        experience = output(Topics.EXPERIENCE);
        requests = output(Topics.LABEL_REQUESTS);
        deadFeedback = raw(Topics.dlq(Topics.FEEDBACK));
        deadRollouts = raw(Topics.dlq(Topics.ROLLOUTS));
        changelog = raw(name + "-" + RewardTopology.STORE + "-changelog");
        rawLabels = raw(Topics.LABELS.name());
    }

    /** What all benches use between input and output. */
    record Chain(InterpreterChain interpreters, RewardPipeline pipeline) {}

    static Chain chain() {
        Map<String, FeedbackInterpreter> readers = new LinkedHashMap<>();
        RewardSettings.defaults()
                .interpreters()
                .forEach(choice -> readers.put(choice.name(), Interpreters.CATALOG.create(choice)));
        RewardChain chain = new RewardChain(List.of(new RewardChain.Step(
                "bounded-preference", "bounded-preference {}", Transforms.CATALOG.create("bounded-preference"))));
        return new Chain(
                new InterpreterChain(readers),
                new RewardPipeline("reward/support", chain, CreditAssigners.CATALOG.create("terminal")));
    }

    private JoinerFactory factory(JoinerSettings joiner, RewardPipeline pipeline) {
        return new JoinerFactory(
                joiner,
                ProcessorSettings.defaults(),
                chain().interpreters(),
                pipeline,
                scorer,
                new JoinerMeters(new SimpleMeterRegistry()),
                time,
                () -> nanos);
    }

    private static Properties properties(Path stateDir, String name) {
        Properties properties = new Properties();
        properties.put("application.id", name);
        properties.put("bootstrap.servers", "127.0.0.1:1");
        properties.put("state.dir", stateDir.toString());
        properties.put("ensure.explicit.internal.resource.naming", "true");
        properties.put("rocksdb.config.setter", SmallRocksDb.class.getName());
        return properties;
    }

    private <T extends SpecificRecord> TestOutputTopic<String, T> output(TopicSpec<T> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), serdes.deserializer(topic));
    }

    private TestOutputTopic<byte[], byte[]> raw(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    void send(Rollout rollout) {
        rollouts.pipeInput(
                rollout.getGroupId(),
                rolloutSerializer.serialize(Topics.ROLLOUTS.name(), rollout),
                rollout.getCompletedAt());
    }

    void send(Feedback vote) {
        feedback.pipeInput(
                vote.getGroupId(), feedbackSerializer.serialize(Topics.FEEDBACK.name(), vote), vote.getServerTime());
    }

    void sendRaw(TestRecord<String, byte[]> vote) {
        feedback.pipeInput(vote);
    }

    /** Sends an answer whose record the broker stamps when it is given. */
    void sendStamped(Rollout rollout) {
        fetch(Topics.ROLLOUTS.name(), rollout.getCompletedAt());
        send(rollout);
    }

    /** Sends a vote in a record that the broker stamps. */
    void sendStamped(Feedback vote, Instant stamp) {
        sendRawStamped(new TestRecord<>(vote.getGroupId(), bytes(vote), stamp));
    }

    /** Sends what may be no vote in a record that the broker stamps. */
    void sendRawStamped(TestRecord<String, byte[]> vote) {
        fetch(Topics.FEEDBACK.name(), vote.getRecordTime());
        sendRaw(vote);
    }

    /** What the consumer of a stream thread does before Kafka Streams sees a record; the driver has none. */
    private void fetch(String topic, Instant stamp) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                topic,
                0,
                0,
                stamp.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
        ConsumerRecords<byte[], byte[]> unused = fetching.onConsume(
                new ConsumerRecords<>(Map.of(new TopicPartition(topic, 0), List.of(record)), Map.of()));
    }

    /** Sets the clock of the machine ahead, or back by a negative time; the clock that Kafka Streams ticks by goes on as it did. */
    void setClock(Duration by) {
        machine = machine.plus(by);
    }

    /** Sets the clock of the machine ahead, that of Kafka Streams with it, while no time passes. */
    void jump(Duration by) {
        setClock(by);
        driver.advanceWallClockTime(by);
    }

    /** Destroys the key of a person, where keys were given. */
    void erase(String person) {
        assertThat(((FileVault) serdes.vault().orElseThrow()).destroy(person)).isTrue();
    }

    byte[] bytes(Feedback vote) {
        return feedbackSerializer.serialize(Topics.FEEDBACK.name(), vote);
    }

    /** Topics written to so far, those that Kafka Streams keeps for itself among them. */
    Set<String> written() {
        return driver.producedTopicNames();
    }

    void sleep(Duration duration) {
        nanos += duration.toNanos();
        jump(duration);
    }

    /** Scores an answer by its length in characters; version as given. */
    static RewardModel byLength(long version) {
        return new RewardModel() {
            @Override
            public String name() {
                return "reward/support";
            }

            @Override
            public long version() {
                return version;
            }

            @Override
            public List<Score> score(List<ScoreRequest> batch) {
                List<Score> scores = new ArrayList<>();
                batch.forEach(request -> scores.add(new Score(request.response().length(), 0.25)));
                return scores;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        driver.close();
    }
}
