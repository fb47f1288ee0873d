package io.thumbstream.generator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.ManualClock;
import io.thumbstream.generator.TinyPolicy;
import io.thumbstream.generator.explore.Explorers;
import io.thumbstream.generator.policy.ReferencePolicy;
import io.thumbstream.generator.schedule.Planner;
import io.thumbstream.generator.schedule.PolicySamplers;
import io.thumbstream.generator.schedule.PromptRenderer;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.Sampler;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import io.thumbstream.schemas.avro.Sampling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The loop on a real tiny model, with Kafka's own mock clients. */
final class LoopRig implements AutoCloseable {
    static final String REGISTRY = "mock://generator-loop";
    private static final TopicPartition PARTITION = new TopicPartition(Topics.PROMPTS.name(), 0);

    private final ManualClock clock = new ManualClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AvroSerdes serdes;
    final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    final PolicyHolder policies = new PolicyHolder();
    private final ByteTokenizer tokenizer = new ByteTokenizer();
    MockProducer<byte[], byte[]> producer = producer(true);
    Optional<ReferencePolicy> reference = Optional.empty();
    /** What answers of the policy that learning began with are sampled with, and how many there are in a group. */
    Optional<Sampler> start = Optional.empty();

    int startAnswers;
    private long nextOffset;

    LoopRig() {
        this(new AvroSerdes(REGISTRY, Map.of()));
    }

    LoopRig(AvroSerdes serdes) {
        this.serdes = serdes;
        Grad.prepareThread();
        policies.publish(TinyPolicy.snapshot(6, 5));
    }

    GeneratorLoop loop(Sampler sampler, int maxBackgroundWaiting) {
        Outbox outbox = new Outbox(producer, clock);
        PromptIntake intake =
                new PromptIntake(consumer, new DeadLetters(producer, meters), clock, Duration.ofSeconds(1));
        Desk desk = new Desk(
                new AnswerSink(outbox, serdes.serializer(Topics.ROLLOUTS), serdes.serializer(Topics.ROLLOUT_CHUNKS)),
                new AnswerCodec("policy/support", tokenizer),
                intake,
                new GeneratorMeters(meters),
                clock,
                Duration.ofMillis(30),
                () -> policies.version().orElse(0L),
                reference);
        Planner planner = new Planner(
                Explorers.CATALOG.create("plain"),
                new PromptRenderer(new ChatFormat(tokenizer), TinyPolicy.CONTEXT, 8),
                new SeededRandom(1),
                maxBackgroundWaiting,
                startAnswers);
        GeneratorLoop loop = new GeneratorLoop(
                desk,
                outbox,
                serdes.decoder(Topics.PROMPTS),
                new PromptCodec(64, 32),
                planner,
                new PolicySamplers(sampler, start),
                100);
        intake.start(loop::lost);
        consumer.rebalance(Set.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        assertThat(intake.assigned()).isTrue();
        return loop;
    }

    BatchSampler sampler() {
        return BatchSampler.of(policies, tokenizer, new SamplerSettings(8, 2, 1200));
    }

    /** A sampler of the policies of {@code other}, with as many places. */
    BatchSampler sampler(PolicyHolder other) {
        return BatchSampler.of(other, tokenizer, new SamplerSettings(8, 0, 1200));
    }

    void turns(GeneratorLoop loop, int count) {
        for (int i = 0; i < count; i++) {
            loop.turn();
            clock.advance(Duration.ofMillis(400));
        }
    }

    void prompt(String groupId, String text, int groupSize, boolean interactive) {
        prompt(serdes, Optional.empty(), groupId, text, groupSize, interactive);
    }

    /** A prompt of a person, sealed with the keys that {@code own} knows. */
    void prompt(
            AvroSerdes own, Optional<String> person, String groupId, String text, int groupSize, boolean interactive) {
        Prompt prompt = Prompt.newBuilder()
                .setPromptId("p-" + groupId)
                .setGroupId(groupId)
                .setMessages(List.of(
                        Message.newBuilder().setRole("user").setContent(text).build()))
                .setSampling(Sampling.newBuilder().setMaxTokens(12).build())
                .setGroupSize(groupSize)
                .setLane(interactive ? Lane.INTERACTIVE : Lane.BACKGROUND)
                .setUserKey(person.orElse(null))
                .setCreatedAt(clock.instant())
                .build();
        byte[] value = own.serializer(Topics.PROMPTS).serialize(PARTITION.topic(), prompt);
        raw(groupId, value);
    }

    /** An interactive prompt for one answer that is drawn as {@code sampling} says and comes with log-probabilities. */
    void prompt(String groupId, Sampling sampling) {
        Prompt prompt = Prompt.newBuilder()
                .setPromptId("p-" + groupId)
                .setGroupId(groupId)
                .setMessages(List.of(
                        Message.newBuilder().setRole("user").setContent("hello").build()))
                .setSampling(sampling)
                .setLogProbs(true)
                .setGroupSize(1)
                .setLane(Lane.INTERACTIVE)
                .setCreatedAt(clock.instant())
                .build();
        raw(groupId, serdes.serializer(Topics.PROMPTS).serialize(PARTITION.topic(), prompt));
    }

    void raw(String key, byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, nextOffset++, key(key), value));
    }

    long committed() {
        var offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    List<Rollout> rollouts() {
        var decoder = serdes.deserializer(Topics.ROLLOUTS);
        return sent(Topics.ROLLOUTS.name()).stream()
                .map(bytes -> decoder.deserialize(Topics.ROLLOUTS.name(), bytes))
                .toList();
    }

    List<RolloutChunk> chunks() {
        var decoder = serdes.deserializer(Topics.ROLLOUT_CHUNKS);
        return sent(Topics.ROLLOUT_CHUNKS.name()).stream()
                .map(bytes -> decoder.deserialize(Topics.ROLLOUT_CHUNKS.name(), bytes))
                .toList();
    }

    List<byte[]> sent(String topic) {
        return producer.history().stream()
                .filter(r -> r.topic().equals(topic))
                .map(r -> r.value())
                .toList();
    }

    static Rollout find(List<Rollout> rollouts, String id) {
        return rollouts.stream()
                .filter(r -> r.getRolloutId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static MockProducer<byte[], byte[]> producer(boolean acknowledges) {
        return new MockProducer<>(acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        policies.close();
    }
}
