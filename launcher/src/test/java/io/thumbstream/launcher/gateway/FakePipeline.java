package io.thumbstream.launcher.gateway;

import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.RolloutIds;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.RolloutChunk;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.VersionState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Stand-in for generator, joiner and learner: answers prompts and labels feedback; publishes when told to. */
public final class FakePipeline implements AutoCloseable {
    private final BlockingQueue<Prompt> prompts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Feedback> feedback = new LinkedBlockingQueue<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deserializer<Prompt> promptReader;
    private final Deserializer<Feedback> feedbackReader;
    private final Serializer<RolloutChunk> chunkWriter;
    private final Serializer<Label> labelWriter;
    private final Serializer<ModelVersion> versionWriter;
    private final Thread thread;
    private volatile boolean running = true;
    private long version;

    /** Starts on brokers and a registry; announces version 0. */
    public FakePipeline(KafkaSettings kafka) {
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        producer = new KafkaProducer<>(
                ClientSettings.producer(kafka, "fake"), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                ClientSettings.consumer(kafka, "fake", "fake"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        promptReader = serdes.deserializer(Topics.PROMPTS);
        feedbackReader = serdes.deserializer(Topics.FEEDBACK);
        chunkWriter = serdes.serializer(Topics.ROLLOUT_CHUNKS);
        labelWriter = serdes.serializer(Topics.LABELS);
        versionWriter = serdes.serializer(Topics.POLICY_VERSIONS);
        publish();
        thread = new Thread(this::run, "fake-pipeline");
        thread.start();
    }

    /** Prompts seen so far, oldest first. */
    public BlockingQueue<Prompt> prompts() {
        return prompts;
    }

    /** Feedback seen so far, oldest first. */
    public BlockingQueue<Feedback> feedback() {
        return feedback;
    }

    /** Writes bytes that are no record of ours to the chunks. */
    public void sendPoison() {
        var unused =
                producer.send(new ProducerRecord<>(Topics.ROLLOUT_CHUNKS.name(), new byte[] {1}, new byte[] {7, 7}));
        producer.flush();
    }

    private void run() {
        consumer.subscribe(List.of(Topics.PROMPTS.name(), Topics.FEEDBACK.name()));
        while (running) {
            consumer.poll(Duration.ofMillis(100)).forEach(this::handle);
        }
    }

    private void handle(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.PROMPTS.name())) {
            Prompt prompt = promptReader.deserialize(record.topic(), record.value());
            prompts.add(prompt);
            answer(prompt);
        } else {
            Feedback vote = feedbackReader.deserialize(record.topic(), record.value());
            feedback.add(vote);
            label(vote);
        }
    }

    private synchronized void answer(Prompt prompt) {
        List<String> words = List.of("Your ", "parcel ", "is ", "on ", "its ", "way.");
        for (int i = 0; i < prompt.getDisplayedCount(); i++) {
            for (int n = 0; n < words.size(); n++) {
                boolean last = n == words.size() - 1;
                send(
                        Topics.ROLLOUT_CHUNKS,
                        chunkWriter,
                        prompt.getGroupId(),
                        RolloutChunk.newBuilder()
                                .setRolloutId(RolloutIds.of(prompt.getGroupId(), i))
                                .setGroupId(prompt.getGroupId())
                                .setSequence(n)
                                .setText(words.get(n))
                                .setLast(last)
                                .setFinishReason(last ? FinishReason.STOP : FinishReason.UNKNOWN)
                                .setPolicyVersion(version - 1)
                                .setPromptTokens(last ? 4 : 0)
                                .setCompletionTokens(last ? words.size() : 0)
                                .build());
            }
        }
    }

    private void label(Feedback vote) {
        send(
                Topics.LABELS,
                labelWriter,
                vote.getGroupId(),
                Label.newBuilder()
                        .setLabelId(vote.getFeedbackId())
                        .setGroupId(vote.getGroupId())
                        .setRevision(1)
                        .setKind(vote.getKind())
                        .setItems(List.of())
                        .setValue(1)
                        .setObservation(Observation.OBSERVED)
                        .setFeedbackIds(List.of(vote.getFeedbackId()))
                        .setInterpreter("fake")
                        .setEventTime(vote.getServerTime())
                        .build());
    }

    /** Announces the next policy version, from 0. */
    public synchronized void publish() {
        send(
                Topics.POLICY_VERSIONS,
                versionWriter,
                "policy/support",
                ModelVersion.newBuilder()
                        .setModelName("policy/support")
                        .setVersion(version)
                        .setParent(version - 1)
                        .setCheckpointUri("file:/none")
                        .setSha256("0")
                        .setState(VersionState.LIVE)
                        .setConfigHash("0")
                        .setStep(version)
                        .setTrainingLogPosition(SourcePosition.newBuilder()
                                .setTopic(Topics.TRAINING_LOG.name())
                                .setPartition(0)
                                .setOffset(-1)
                                .build())
                        .setAt(Instant.EPOCH)
                        .build());
        version++;
    }

    private <T extends SpecificRecord> void send(TopicSpec<T> topic, Serializer<T> writer, String key, T value) {
        byte[] bytes = writer.serialize(topic.name(), value);
        var unused = producer.send(
                new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), bytes), (done, failure) -> {
                    if (failure != null) {
                        throw new IllegalStateException(failure);
                    }
                });
    }

    @Override
    public void close() throws Exception {
        running = false;
        thread.join();
        consumer.close();
        producer.close();
    }
}
