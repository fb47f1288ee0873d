package io.thumbstream.launcher.learner;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.learner.LearnerReplay;
import io.thumbstream.learner.LearnerService;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.learner.wire.KafkaQuarantine;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelItem;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The learner service on a real broker and registry, with a base policy of a few thousand parameters. */
final class LearnerBench implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final LmConfig CONFIG = new LmConfig(32, 16, 1, 2, 2, 32, 32, 10_000, 1e-6, false);

    private final Path dataDir;
    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;
    private final KafkaSettings settings;
    private final AvroSerdes serdes;
    private final Producer<String, byte[]> producer;
    private final SeededRandom random = new SeededRandom(5);

    LearnerBench(Path dataDir) {
        this.dataDir = dataDir;
        this.kafka = EmbeddedKafka.start(dataDir.resolve("kafka"));
        TopicProvisioner.provision(
                ClientSettings.admin(KafkaSettings.of(kafka.bootstrapServers(), "unused"), "bench-admin"),
                Topics.newTopics(),
                PATIENCE);
        this.registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        this.settings = KafkaSettings.of(kafka.bootstrapServers(), registry.url());
        this.serdes = new AvroSerdes(registry.url(), Map.of());
        this.producer = new KafkaProducer<>(
                ClientSettings.producer(settings, "bench"), new StringSerializer(), new ByteArraySerializer());
        try (CausalLm base = CausalLm.create(CONFIG, 3, Device.cpu())) {
            base.save(dataDir.resolve("models/policy-support/v00000000"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Learners of which the policy reads nothing that people said. */
    static LearnerSettings rewardsAlone() {
        return learners(overlay("ppo-clip"));
    }

    /** Learners of which the policy learns from what people said of its answers. */
    static LearnerSettings readingLabels() {
        return learners(overlay("bco"));
    }

    /** The same, with a probe of which every honest person approves. */
    static LearnerSettings readingLabels(String probe) {
        ObjectNode overlay = overlay("bco");
        ObjectNode probes =
                overlay.putObject("reward").putObject("core").putObject("trust").putObject("probes");
        ObjectNode unused = probes.putArray("list")
                .addObject()
                .put("prompt", "")
                .put("response", probe)
                .put("approve", true);
        return learners(overlay);
    }

    private static ObjectNode overlay(String objective) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return json.objectNode().set("policy", json.objectNode().put("objective", objective));
    }

    private static LearnerSettings learners(ObjectNode overlay) {
        return SettingsBinder.overlay(LearnerSettings.defaults(), overlay, "learner");
    }

    LearnerService service() {
        return service(LearnerSettings.defaults());
    }

    LearnerService service(LearnerSettings learners) {
        LearnerService service = new LearnerService(
                learners,
                new ServiceContext(
                        settings, dataDir, Clock.systemUTC(), new SeededRandom(1), new SimpleMeterRegistry()));
        service.start();
        await(() -> service.ready() || !service.alive());
        return service;
    }

    /** The quarantine as an operator opens it. */
    KafkaQuarantine quarantine() {
        return new KafkaQuarantine(settings, serdes, Clock.systemUTC());
    }

    /** A replay of the service's learners into {@code directory}, which gets their base policy. */
    LearnerReplay replay(Path directory) {
        return replay(directory, LearnerSettings.defaults());
    }

    /** The same of learners with these settings. */
    LearnerReplay replay(Path directory, LearnerSettings learners) {
        Path base = Path.of("models/policy-support/v00000000");
        try {
            Files.createDirectories(directory.resolve("models/policy-support"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Folders.copy(dataDir.resolve(base), directory.resolve(base));
        return new LearnerReplay(
                learners,
                new ServiceContext(
                        settings, directory, Clock.systemUTC(), new SeededRandom(1), new SimpleMeterRegistry()));
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still waiting after " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    void experience(int from, int to) {
        try (Serializer<Experience> serializer = serdes.serializer(Topics.EXPERIENCE)) {
            for (int g = from; g < to; g++) {
                String id = "g" + g;
                List<ScoredRollout> rollouts =
                        IntStream.range(0, 4).mapToObj(i -> rollout(id, i)).toList();
                Experience experience = Experience.newBuilder()
                        .setGroupId(id)
                        .setRevision(1)
                        .setRollouts(rollouts)
                        .setExpectedSize(4)
                        .setCompleteness(1)
                        .setLabelState(Observation.PENDING)
                        .setRewardModel("reward/support")
                        .setRewardVersion(1)
                        .setEventTime(Instant.ofEpochSecond(1_700_000_000L + g))
                        .build();
                send(Topics.EXPERIENCE, id, serializer.serialize(Topics.EXPERIENCE.name(), experience));
            }
        }
    }

    private ScoredRollout rollout(String group, int index) {
        List<Integer> tokens =
                IntStream.range(0, 3 + index).mapToObj(t -> random.nextInt(32)).toList();
        List<Float> logProbs = tokens.stream().map(t -> -3.4f).toList();
        return ScoredRollout.newBuilder()
                .setRolloutId(group + "." + index)
                .setIndex(index)
                .setPromptTokens(List.of(4, 5, 6))
                .setTokens(tokens)
                .setBehaviourLogProbs(logProbs)
                .setOldestPolicyVersion(0)
                .setNewestPolicyVersion(0)
                .setReward(random.nextDouble())
                .setTokenRewards(List.of())
                .setLabelState(Observation.PENDING)
                .setFinishReason(FinishReason.STOP)
                .setDisplayed(index == 0)
                .build();
    }

    void labels(int from, int to) {
        try (Serializer<Label> serializer = serdes.serializer(Topics.LABELS)) {
            for (int i = from; i < to; i++) {
                boolean up = i % 2 == 0;
                send(
                        serializer,
                        label(i, up ? "glad to help" : "no idea", up ? 1 : 0).build());
            }
        }
    }

    /** Thumbs down by one person on answers with the same text. */
    void thumbsDown(String person, String response, int from, int to) {
        try (Serializer<Label> serializer = serdes.serializer(Topics.LABELS)) {
            for (int i = from; i < to; i++) {
                send(serializer, label(i, response, 0).setUserKey(person).build());
            }
        }
    }

    private static Label.Builder label(int number, String response, double value) {
        return Label.newBuilder()
                .setLabelId("l" + number)
                .setGroupId("g" + number)
                .setRevision(1)
                .setKind(FeedbackKind.THUMB)
                .setItems(List.of(new LabelItem("g" + number + ".0", "user: hello", response, 0L)))
                .setValue(value)
                .setObservation(Observation.OBSERVED)
                .setInterpreter("thumb")
                .setEventTime(Instant.ofEpochSecond(1_700_000_000L + number));
    }

    private void send(Serializer<Label> serializer, Label label) {
        send(Topics.LABELS, label.getGroupId(), serializer.serialize(Topics.LABELS.name(), label));
    }

    void poison(TopicSpec<?> topic) {
        send(topic, "g0", new byte[] {0, 0, 15, 66, 63, 1});
    }

    private void send(TopicSpec<?> topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        } catch (ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Committed records of a topic that are there now. */
    <T extends SpecificRecord> List<T> read(TopicSpec<T> topic) {
        return read(topic.name(), serdes.deserializer(topic));
    }

    /** How many dead letters {@code topic} has. */
    int deadLetters(TopicSpec<?> topic) {
        return read(Topics.dlq(topic), new ByteArrayDeserializer()).size();
    }

    private <T> List<T> read(String topic, Deserializer<T> values) {
        List<T> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                ClientSettings.reader(settings, "bench-reader"), new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            await(() -> {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> found.add(record.value()));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return found;
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
        kafka.close();
    }
}
