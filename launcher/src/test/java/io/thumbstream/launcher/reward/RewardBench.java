package io.thumbstream.launcher.reward;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.reward.RewardService;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.VersionSpan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The reward service on a real broker and registry. */
final class RewardBench implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final Path dataDir;
    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;
    private final KafkaSettings settings;
    private final AvroSerdes serdes;
    private final Producer<String, byte[]> producer;
    private final Serializer<Rollout> rollouts;
    private final Serializer<Feedback> feedback;

    RewardBench(Path dataDir) {
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
        this.rollouts = serdes.serializer(Topics.ROLLOUTS);
        this.feedback = serdes.serializer(Topics.FEEDBACK);
    }

    /** A running service on topics that were all created ahead. */
    RewardService service() {
        return service(RewardSettings.defaults());
    }

    /** The same with other settings. */
    RewardService service(RewardSettings reward) {
        return service(reward, Clock.systemUTC());
    }

    /** The same on a machine with another clock. */
    RewardService service(RewardSettings reward, Clock clock) {
        TopicProvisioner.provision(
                ClientSettings.admin(settings, "bench-admin"),
                RewardService.internalTopics(reward, Topics.DEFAULT_PARTITIONS, (short) 1),
                PATIENCE);
        return start(reward, clock);
    }

    /** A running service that found none of the topics it needs for itself. */
    RewardService serviceThatMakesItsOwnTopics() {
        return start(RewardSettings.defaults(), Clock.systemUTC());
    }

    private RewardService start(RewardSettings reward, Clock clock) {
        RewardService service = new RewardService(
                reward, new ServiceContext(settings, dataDir, clock, new SeededRandom(1), new SimpleMeterRegistry()));
        service.start();
        await(service::ready);
        return service;
    }

    /** Where broker and registry are. */
    KafkaSettings kafka() {
        return settings;
    }

    /** Topics outside the catalogue and the broker's own, each as a creation request. */
    List<NewTopic> internalTopics() throws ExecutionException, InterruptedException {
        List<NewTopic> found = new ArrayList<>();
        try (Admin admin = Admin.create(ClientSettings.admin(settings, "bench-admin"))) {
            Set<String> names = new TreeSet<>(admin.listTopics().names().get());
            names.removeIf(name -> name.startsWith("_") || isOfTheCatalogue(name));
            for (TopicDescription topic :
                    admin.describeTopics(names).allTopicNames().get().values()) {
                found.add(new NewTopic(topic.name(), topic.partitions().size(), (short) 1)
                        .configs(configs(admin, topic.name())));
            }
        }
        return found;
    }

    private static boolean isOfTheCatalogue(String name) {
        return Topics.newTopics().stream().anyMatch(topic -> topic.name().equals(name));
    }

    private static Map<String, String> configs(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().values().iterator().next().entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
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

    void rollout(String groupId, Instant at) {
        Rollout rollout = Rollout.newBuilder()
                .setRolloutId(groupId + ".0")
                .setGroupId(groupId)
                .setPromptId("p-" + groupId)
                .setIndex(0)
                .setGroupSize(1)
                .setMessages(List.of(new Message("user", "where is my parcel")))
                .setTokens(List.of(11, 1))
                .setText("on its way")
                .setBehaviourLogProbs(List.of(-0.5f, -0.25f))
                .setVersionSpans(List.of(new VersionSpan(0, 2, 0L)))
                .setDisplayed(true)
                .setFinishReason(FinishReason.STOP)
                .setCreatedAt(at)
                .setCompletedAt(at)
                .build();
        send(Topics.ROLLOUTS, groupId, rollouts.serialize(Topics.ROLLOUTS.name(), rollout), at);
    }

    void thumb(String id, String groupId, double value, Instant at) {
        Feedback vote = Feedback.newBuilder()
                .setFeedbackId(id)
                .setGroupId(groupId)
                .setKind(FeedbackKind.THUMB)
                .setTargets(List.of(groupId + ".0"))
                .setValue(value)
                .setUserKey("ann")
                .setServerTime(at)
                .build();
        send(Topics.FEEDBACK, groupId, feedback.serialize(Topics.FEEDBACK.name(), vote), at);
    }

    void poison(String key) {
        send(Topics.FEEDBACK, key, new byte[] {0, 0, 15, 66, 63, 1}, Instant.EPOCH);
    }

    private void send(TopicSpec<?> topic, String key, byte[] value, Instant at) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), null, at.toEpochMilli(), key, value))
                    .get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        } catch (ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Reads a topic from its beginning until it has given so many records. */
    <T extends SpecificRecord> List<T> read(TopicSpec<T> topic, int atLeast) {
        return records(topic.name(), serdes.deserializer(topic), atLeast).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    <T> List<ConsumerRecord<String, T>> records(String topic, Deserializer<T> values, int atLeast) {
        List<ConsumerRecord<String, T>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                ClientSettings.reader(settings, "bench-reader"), new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= atLeast;
            });
            consumer.poll(Duration.ofMillis(300)).forEach(found::add);
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
