package io.thumbstream.launcher.generator;

import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import io.thumbstream.schemas.avro.Sampling;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.VersionState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Everything around the generator: sends prompts and manifests, keeps every rollout and chunk it sees. */
final class GeneratorWorld implements AutoCloseable {
    private static final String MODEL = "/io/thumbstream/lab/support-model/";

    private final AvroSerdes serdes;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Rollout> rollouts = new ArrayList<>();
    private final List<RolloutChunk> chunks = new ArrayList<>();

    GeneratorWorld(KafkaSettings settings) {
        serdes = new AvroSerdes(settings.schemaRegistryUrl(), settings.schemaRegistry());
        producer = new KafkaProducer<>(
                ClientSettings.producer(settings, "world"), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                ClientSettings.reader(settings, "world"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicSpec<?> topic : List.of(Topics.ROLLOUTS, Topics.ROLLOUT_CHUNKS)) {
            for (int i = 0; i < Topics.DEFAULT_PARTITIONS; i++) {
                partitions.add(new TopicPartition(topic.name(), i));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Asks for a group of answers, the first for a person. */
    void prompt(String groupId, int groupSize) {
        Prompt prompt = Prompt.newBuilder()
                .setPromptId("p-" + groupId)
                .setGroupId(groupId)
                .setMessages(List.of(Message.newBuilder()
                        .setRole("user")
                        .setContent("where is my order?")
                        .build()))
                .setSampling(Sampling.newBuilder().setMaxTokens(40).build())
                .setGroupSize(groupSize)
                .setLane(Lane.INTERACTIVE)
                .setCreatedAt(Instant.EPOCH)
                .build();
        send(Topics.PROMPTS, groupId, prompt);
    }

    /** Announces a model directory as live; {@code corrupt} damages the weights after the digest was taken. */
    void publish(long version, Path directory, boolean corrupt) {
        try {
            Path weights = directory.resolve("model.safetensors");
            String digest = Digests.ofFile(weights);
            if (corrupt) {
                byte[] bytes = Files.readAllBytes(weights);
                bytes[bytes.length / 2] ^= 1;
                Files.write(weights, bytes);
            }
            ModelVersion manifest = ModelVersion.newBuilder()
                    .setModelName("policy/support")
                    .setVersion(version)
                    .setParent(version - 1)
                    .setCheckpointUri(directory.toUri().toString())
                    .setSha256(digest)
                    .setState(VersionState.LIVE)
                    .setConfigHash("none")
                    .setStep(version)
                    .setTrainingLogPosition(SourcePosition.newBuilder()
                            .setTopic(Topics.TRAINING_LOG.name())
                            .setPartition(0)
                            .setOffset(-1)
                            .build())
                    .setAt(Instant.EPOCH)
                    .build();
            send(Topics.POLICY_VERSIONS, "policy/support", manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the shipped model in its own directory. */
    Path shippedModel(Path directory) {
        try {
            Files.createDirectories(directory);
            for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
                try (InputStream in = GeneratorWorld.class.getResourceAsStream(MODEL + name)) {
                    if (in == null) {
                        throw new AssertionError("the shipped model has no " + name);
                    }
                    long written = Files.copy(in, directory.resolve(name));
                    if (written == 0) {
                        throw new AssertionError(name + " of the shipped model is empty");
                    }
                }
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rollouts of these groups once there are {@code count}, or what came within the timeout. */
    List<Rollout> rolloutsOf(List<String> groups, int count, Duration timeout) {
        boolean unused = eventually(() -> matching(groups).size() >= count, timeout);
        return matching(groups);
    }

    /** Chunks of an answer once its last one came, or what came within the timeout. */
    List<RolloutChunk> chunksOf(String rolloutId, Duration timeout) {
        boolean unused = eventually(() -> chunks(rolloutId).stream().anyMatch(RolloutChunk::getLast), timeout);
        return chunks(rolloutId);
    }

    /** Asks one question after the other until an answer is wholly of this version. */
    boolean answeredByVersion(long version, String prefix, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            String group = prefix + "-" + i;
            prompt(group, 1);
            List<Rollout> answers = rolloutsOf(List.of(group), 1, timeout);
            if (!answers.isEmpty()
                    && answers.get(0).getVersionSpans().stream().allMatch(s -> s.getPolicyVersion() == version)) {
                return true;
            }
        }
        return false;
    }

    /** Ids of rollouts that were written more than once. */
    Set<String> repeated() {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        rollouts.stream().map(Rollout::getRolloutId).filter(id -> !seen.add(id)).forEach(twice::add);
        return twice;
    }

    /** Reads the topics until the condition holds; false when the time is over. */
    boolean eventually(BooleanSupplier condition, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            consumer.poll(Duration.ofMillis(100)).forEach(this::keep);
        }
        return true;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }

    private void keep(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.ROLLOUTS.name())) {
            rollouts.add(serdes.deserializer(Topics.ROLLOUTS).deserialize(record.topic(), record.value()));
        } else {
            chunks.add(serdes.deserializer(Topics.ROLLOUT_CHUNKS).deserialize(record.topic(), record.value()));
        }
    }

    private List<Rollout> matching(List<String> groups) {
        return rollouts.stream().filter(r -> groups.contains(r.getGroupId())).toList();
    }

    private List<RolloutChunk> chunks(String rolloutId) {
        return chunks.stream().filter(c -> c.getRolloutId().equals(rolloutId)).toList();
    }

    private <T extends SpecificRecord> void send(TopicSpec<T> topic, String key, T value) {
        byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
        try {
            var unused = producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), bytes))
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a test record was not written", e);
        }
    }
}
