package io.thumbstream.launcher.votes.wire;

import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.launcher.votes.VoteOutcomes;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.StepInput;
import io.thumbstream.schemas.avro.TrainingStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows labels, the training log and the dead letters of feedback from their beginnings.
 *
 * <p>A step may be read before the label that it used; such a step waits for its label. One thread owns it.
 */
public final class TopicVoteOutcomes implements VoteOutcomes {
    private static final String REWARD = "reward/";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SafeDecoder<Label> labels;
    private final SafeDecoder<TrainingStep> steps;
    private final SafeDecoder<Feedback> feedback;
    private final Map<String, List<String>> votesByLabel = new HashMap<>();
    private final Set<String> learnedLabels = new HashSet<>();
    private final List<Prediction> byLabel = new ArrayList<>();
    private final Set<String> labelled = new HashSet<>();
    private final Set<String> learned = new HashSet<>();
    private final Map<String, String> dead = new HashMap<>();

    /** Follows the topics of a running system. */
    public TopicVoteOutcomes(KafkaSettings kafka) {
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        labels = serdes.decoder(Topics.LABELS);
        steps = serdes.decoder(Topics.TRAINING_LOG);
        feedback = serdes.decoder(Topics.FEEDBACK);
        consumer = new KafkaConsumer<>(
                ClientSettings.reader(kafka, "import-pairs"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic :
                List.of(Topics.LABELS.name(), Topics.TRAINING_LOG.name(), Topics.FEEDBACK.deadLetterName())) {
            consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    @Override
    public void poll(Duration atMost) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            if (record.topic().equals(Topics.LABELS.name())) {
                whenReadable(labels, record, this::label);
            } else if (record.topic().equals(Topics.TRAINING_LOG.name())) {
                whenReadable(steps, record, this::step);
            } else {
                String reason = reason(record);
                whenReadable(feedback, record, vote -> dead.put(vote.getFeedbackId(), reason));
            }
        }
    }

    private interface Sink<T> {
        void take(T value);
    }

    private static <T extends SpecificRecord> void whenReadable(
            SafeDecoder<T> decoder, ConsumerRecord<byte[], byte[]> record, Sink<T> sink) {
        decoder.envelope(record).ifPresent(sink::take);
    }

    private void label(Label label) {
        List<String> votes = List.copyOf(label.getFeedbackIds());
        votesByLabel.put(label.getLabelId(), votes);
        labelled.addAll(votes);
        if (learnedLabels.contains(label.getLabelId())) {
            learned.addAll(votes);
        }
    }

    private void step(TrainingStep step) {
        if (!step.getLearner().startsWith(REWARD)) {
            return;
        }
        for (StepInput input : step.getInputs()) {
            learnedLabels.add(input.getId());
            learned.addAll(votesByLabel.getOrDefault(input.getId(), List.of()));
            if (input.getPrediction().isPresent() && input.getTarget().isPresent()) {
                byLabel.add(new Prediction(
                        input.getId(),
                        "",
                        input.getPrediction().get(),
                        input.getTarget().get()));
            }
        }
    }

    private static String reason(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(DeadLetters.REASON);
        return header == null || header.value() == null
                ? "unknown"
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public Set<String> labelled() {
        return Collections.unmodifiableSet(labelled);
    }

    @Override
    public Set<String> learned() {
        return Collections.unmodifiableSet(learned);
    }

    @Override
    public Map<String, String> dead() {
        return Collections.unmodifiableMap(dead);
    }

    @Override
    public List<Prediction> predictions() {
        List<Prediction> byVote = new ArrayList<>();
        for (Prediction one : byLabel) {
            List<String> votes = votesByLabel.getOrDefault(one.id(), List.of());
            if (!votes.isEmpty()) {
                byVote.add(new Prediction(votes.get(votes.size() - 1), "", one.predicted(), one.target()));
            }
        }
        return byVote;
    }

    @Override
    public void close() {
        consumer.close();
        labels.close();
        steps.close();
        feedback.close();
    }
}
