package io.thumbstream.generator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.ManualClock;
import io.thumbstream.generator.TinyPolicy;
import io.thumbstream.generator.explore.Explorers;
import io.thumbstream.generator.schedule.Planner;
import io.thumbstream.generator.schedule.PromptRenderer;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.FinishReason;
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
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole loop on a real tiny model, with Kafka's own mock clients. */
class GeneratorLoopTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.PROMPTS.name(), 0);

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AvroSerdes serdes = new AvroSerdes("mock://generator-loop", Map.of());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final PolicyHolder policies = new PolicyHolder();
    private final ByteTokenizer tokenizer = new ByteTokenizer();
    private MockProducer<byte[], byte[]> producer = producer(true);
    private long nextOffset;

    @BeforeEach
    void publish() {
        Grad.prepareThread();
        policies.publish(TinyPolicy.snapshot(6, 5));
    }

    @AfterEach
    void close() {
        policies.close();
    }

    @Test
    void shouldWriteAWholeGroupAndCommitWhenAPromptComes() {
        try (BatchSampler sampler = sampler()) {
            GeneratorLoop loop = loop(sampler, 100);
            prompt("g1", "hello", 4, true);
            turns(loop, 40);
        }

        List<Rollout> rollouts = rollouts();
        assertThat(rollouts).hasSize(4).allSatisfy(rollout -> {
            assertThat(rollout.getGroupSize()).isEqualTo(4);
            assertThat(rollout.getTokens()).isNotEmpty().hasSameSizeAs(rollout.getBehaviourLogProbs());
            assertThat(rollout.getEntropies()).hasSameSizeAs(rollout.getTokens());
            assertThat(rollout.getVersionSpans()).hasSize(1);
            assertThat(rollout.getVersionSpans().get(0).getPolicyVersion()).isEqualTo(6);
            assertThat(rollout.getModelName()).isEqualTo("policy/support");
        });
        assertThat(rollouts.stream().map(Rollout::getRolloutId))
                .containsExactlyInAnyOrder("g1.0", "g1.1", "g1.2", "g1.3");
        assertThat(rollouts.stream().filter(Rollout::getDisplayed).map(Rollout::getIndex))
                .containsExactly(0);
        assertThat(committed()).isEqualTo(1);
        assertThat(meters.counter(MetricNames.ROLLOUT_TOKENS).count())
                .isEqualTo(rollouts.stream().mapToInt(r -> r.getTokens().size()).sum());
    }

    @Test
    void shouldStreamExactlyTheTextOfTheAnswerWhenChunksAreWanted() {
        try (BatchSampler sampler = sampler()) {
            GeneratorLoop loop = loop(sampler, 100);
            prompt("g1", "hello", 2, true);
            turns(loop, 40);
        }

        List<RolloutChunk> chunks = chunks();
        Rollout shown =
                rollouts().stream().filter(Rollout::getDisplayed).findFirst().orElseThrow();
        assertThat(String.join("", chunks.stream().map(RolloutChunk::getText).toList()))
                .isEqualTo(shown.getText());
        assertThat(chunks).allSatisfy(c -> assertThat(c.getRolloutId()).isEqualTo("g1.0"));
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(chunks.get(i).getSequence()).isEqualTo(i);
            assertThat(chunks.get(i).getLast()).isEqualTo(i == chunks.size() - 1);
        }
        RolloutChunk last = chunks.get(chunks.size() - 1);
        assertThat(last.getCompletionTokens()).isEqualTo(shown.getTokens().size());
        assertThat(last.getPromptTokens()).isEqualTo(shown.getPromptTokens().size());
    }

    @Test
    void shouldCommitOnlyWhenEveryRolloutOfThePromptIsAcknowledged() {
        producer = producer(false);
        try (BatchSampler sampler = sampler()) {
            GeneratorLoop loop = loop(sampler, 100);
            prompt("g1", "hello", 3, true);
            turns(loop, 40);
            assertThat(producer.history()).isNotEmpty();
            assertThat(committed()).isZero();

            while (producer.completeNext()) {
                // acknowledges everything sent so far
            }
            turns(loop, 3);
            assertThat(committed()).isEqualTo(1);
        }
    }

    @Test
    void shouldWriteTheSameRolloutsAgainWhenAPromptIsReadTwice() {
        try (BatchSampler sampler = sampler()) {
            GeneratorLoop loop = loop(sampler, 100);
            prompt("g1", "hello", 2, true);
            turns(loop, 40);
            prompt("g1", "hello", 2, true);
            turns(loop, 40);
        }

        List<Rollout> rollouts = rollouts();
        assertThat(rollouts).hasSize(4);
        Rollout first = find(rollouts.subList(0, 2), "g1.1");
        Rollout second = find(rollouts.subList(2, 4), "g1.1");
        assertThat(second.getTokens()).isEqualTo(first.getTokens());
        assertThat(second.getSampling()).isEqualTo(first.getSampling());
    }

    @Test
    void shouldGoOnWithADeadLetterAndAnErrorChunkWhenAPromptCannotBeAnswered() {
        try (BatchSampler sampler = sampler()) {
            GeneratorLoop loop = loop(sampler, 100);
            consumer.addRecord(
                    new ConsumerRecord<>(PARTITION.topic(), 0, nextOffset++, key("junk"), new byte[] {1, 2, 3}));
            prompt("long", "x".repeat(200), 2, true);
            prompt("huge", "hello", 1000, true);
            prompt("good", "hello", 1, true);
            turns(loop, 40);
        }

        assertThat(sent(Topics.PROMPTS.deadLetterName())).hasSize(3);
        assertThat(rollouts().stream().map(Rollout::getGroupId)).containsExactly("good");
        assertThat(chunks().stream().filter(c -> c.getError().isPresent()))
                .hasSize(2)
                .allSatisfy(c -> {
                    assertThat(c.getFinishReason()).isEqualTo(FinishReason.ERROR);
                    assertThat(c.getLast()).isTrue();
                })
                .extracting(c -> c.getError().orElseThrow())
                .anySatisfy(e -> assertThat(e).contains("send a shorter one"))
                .anySatisfy(e -> assertThat(e).contains("group size 1000"));
        assertThat(committed()).isEqualTo(4);
    }

    @Test
    void shouldShedBackgroundAnswersAndSayTheRealGroupSizeWhenTooManyWait() {
        try (BatchSampler sampler = sampler()) {
            GeneratorLoop loop = loop(sampler, 10);
            for (int i = 0; i < 5; i++) {
                prompt("g" + i, "hello", 8, true);
            }
            turns(loop, 60);
        }

        List<Rollout> rollouts = rollouts();
        assertThat(rollouts.stream().filter(Rollout::getDisplayed)).hasSize(5);
        assertThat(rollouts.stream().filter(r -> r.getGroupId().equals("g0"))).hasSize(8);
        assertThat(rollouts.stream().filter(r -> r.getGroupId().equals("g4")))
                .hasSize(1)
                .allSatisfy(r -> assertThat(r.getGroupSize()).isEqualTo(1));
        assertThat(meters.counter(MetricNames.ROLLOUTS_SHED, "reason", "backlog")
                        .count())
                .isEqualTo(5 * 8 - rollouts.size());
        assertThat(committed()).isEqualTo(5);
    }

    @Test
    void shouldAnswerEveryPromptWhenThePolicyIsSwappedAllTheTime() {
        try (BatchSampler sampler = sampler()) {
            GeneratorLoop loop = loop(sampler, 1000);
            for (int i = 0; i < 20; i++) {
                prompt("g" + i, "question " + i, 2, true);
            }
            for (int turn = 0; turn < 120; turn++) {
                turns(loop, 1);
                policies.publish(TinyPolicy.snapshot(7 + turn, turn % 5));
            }
        }

        assertThat(rollouts()).hasSize(40);
        assertThat(chunks().stream().filter(RolloutChunk::getLast)).hasSize(20).allSatisfy(c -> assertThat(c.getError())
                .isEmpty());
        assertThat(committed()).isEqualTo(20);
    }

    @Test
    void shouldLoseNothingWhenTheBrokerIsAwayForAWhile() {
        producer = producer(false);
        try (BatchSampler sampler = sampler()) {
            GeneratorLoop loop = loop(sampler, 100);
            prompt("g1", "hello", 2, true);
            turns(loop, 40);
            while (producer.errorNext(new TimeoutException("broker is away"))) {
                // everything in flight fails
            }
            turns(loop, 1);
            assertThat(committed()).isZero();
            for (int i = 0; i < 30; i++) {
                while (producer.completeNext()) {
                    // the broker is back
                }
                turns(loop, 1);
            }
        }

        assertThat(rollouts().stream().map(Rollout::getRolloutId).distinct()).containsExactlyInAnyOrder("g1.0", "g1.1");
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void shouldHandUnfinishedPromptsBackWhenItEnds() {
        try (BatchSampler sampler = sampler()) {
            GeneratorLoop loop = loop(sampler, 100);
            prompt("g1", "hello", 2, false);
            turns(loop, 1);
            loop.windDown();
            loop.handBackAll();
        }

        assertThat(committed()).isZero();
        assertThat(rollouts()).isEmpty();
    }

    private GeneratorLoop loop(BatchSampler sampler, int maxBackgroundWaiting) {
        Outbox outbox = new Outbox(producer, clock);
        PromptIntake intake =
                new PromptIntake(consumer, new DeadLetters(producer, meters), clock, Duration.ofSeconds(1));
        Desk desk = new Desk(
                new AnswerSink(outbox, serdes.serializer(Topics.ROLLOUTS), serdes.serializer(Topics.ROLLOUT_CHUNKS)),
                new AnswerCodec("policy/support"),
                intake,
                new GeneratorMeters(meters),
                clock,
                Duration.ofMillis(30),
                () -> policies.version().orElse(0L));
        Planner planner = new Planner(
                Explorers.catalog().create("plain"),
                new PromptRenderer(new ChatFormat(tokenizer), TinyPolicy.CONTEXT, 8),
                new SeededRandom(1),
                maxBackgroundWaiting);
        GeneratorLoop loop = new GeneratorLoop(
                desk, outbox, serdes.decoder(Topics.PROMPTS), new PromptCodec(64, 32), planner, sampler, 100);
        intake.start(loop::lost);
        consumer.rebalance(Set.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        assertThat(intake.assigned()).isTrue();
        return loop;
    }

    private BatchSampler sampler() {
        return BatchSampler.of(policies, tokenizer, new SamplerSettings(8, 2, 1200));
    }

    private void turns(GeneratorLoop loop, int count) {
        for (int i = 0; i < count; i++) {
            loop.turn();
            clock.advance(Duration.ofMillis(400));
        }
    }

    private void prompt(String groupId, String text, int groupSize, boolean interactive) {
        Prompt prompt = Prompt.newBuilder()
                .setPromptId("p-" + groupId)
                .setGroupId(groupId)
                .setMessages(List.of(
                        Message.newBuilder().setRole("user").setContent(text).build()))
                .setSampling(Sampling.newBuilder().setMaxTokens(12).build())
                .setGroupSize(groupSize)
                .setLane(interactive ? Lane.INTERACTIVE : Lane.BACKGROUND)
                .setCreatedAt(clock.instant())
                .build();
        byte[] value = serdes.serializer(Topics.PROMPTS).serialize(PARTITION.topic(), prompt);
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, nextOffset++, key(groupId), value));
    }

    private long committed() {
        var offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    private List<Rollout> rollouts() {
        var decoder = serdes.deserializer(Topics.ROLLOUTS);
        return sent(Topics.ROLLOUTS.name()).stream()
                .map(bytes -> decoder.deserialize(Topics.ROLLOUTS.name(), bytes))
                .toList();
    }

    private List<RolloutChunk> chunks() {
        var decoder = serdes.deserializer(Topics.ROLLOUT_CHUNKS);
        return sent(Topics.ROLLOUT_CHUNKS.name()).stream()
                .map(bytes -> decoder.deserialize(Topics.ROLLOUT_CHUNKS.name(), bytes))
                .toList();
    }

    private List<byte[]> sent(String topic) {
        return producer.history().stream()
                .filter(r -> r.topic().equals(topic))
                .map(r -> r.value())
                .toList();
    }

    private static Rollout find(List<Rollout> rollouts, String id) {
        return rollouts.stream()
                .filter(r -> r.getRolloutId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MockProducer<byte[], byte[]> producer(boolean acknowledges) {
        return new MockProducer<>(acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
