package io.thumbstream.lab.drift.wire;

import io.thumbstream.lab.drift.monitor.DriftState;
import io.thumbstream.lab.drift.monitor.Watch;
import io.thumbstream.lab.drift.signal.SignalBoard;
import io.thumbstream.lab.drift.signal.SignalState;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.DriftVerdict;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.TrainingStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what drift monitors look at, from now on, and writes their verdicts. Owned by one thread. */
public final class DriftTopics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriftTopics.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_BUDGET = Duration.ofSeconds(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final SafeDecoder<Label> labels;
    private final SafeDecoder<TrainingStep> steps;
    private final SafeDecoder<Experience> experience;
    private final Serializer<DriftVerdict> verdicts;

    /**
     * Opens the topics.
     *
     * @throws TransientException when the brokers or the topics are not there yet
     */
    public DriftTopics(KafkaSettings kafka) {
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        this.labels = serdes.decoder(Topics.LABELS);
        this.steps = serdes.decoder(Topics.TRAINING_LOG);
        this.experience = serdes.decoder(Topics.EXPERIENCE);
        this.verdicts = serdes.serializer(Topics.DRIFT);
        this.consumer = new KafkaConsumer<>(
                ClientSettings.reader(kafka, "drift"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            consumer.assign(partitions());
            consumer.seekToEnd(consumer.assignment());
            this.producer = new KafkaProducer<>(
                    ClientSettings.producer(kafka, "drift"), new StringSerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            consumer.close();
            throw new TransientException("The brokers did not tell where the drift monitors' topics lie", e);
        }
    }

    /** Hands what has come since the last call to monitors and signals; waits at most half a second. */
    public void poll(Watch watch, SignalBoard signals) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record, watch, signals);
            }
        } catch (KafkaException e) {
            throw new TransientException("The drift monitors' topics could not be read", e);
        }
    }

    /** Writes one verdict; a failure is logged, the next one follows soon. */
    public void report(String stream, DriftState state, Instant at) {
        DriftVerdict verdict = DriftVerdict.newBuilder()
                .setMonitor(stream)
                .setValue(state.value())
                .setThreshold(state.threshold())
                .setDrifting(state.drifting())
                .setSampleCount(state.samples())
                .setDetail(state.alarms() + " alarms in " + state.samples() + " samples")
                .setAt(at)
                .build();
        write(verdict, at);
    }

    /** Writes a number as it stands and, where it is watched, the verdict of its monitor. */
    public void report(SignalState signal, Instant at) {
        write(AvroSignals.verdict(signal, at), at);
        signal.change().ifPresent(change -> report(signal.changeName(), change, at));
    }

    private void write(DriftVerdict verdict, Instant at) {
        byte[] bytes;
        try {
            bytes = verdicts.serialize(Topics.DRIFT.name(), verdict);
        } catch (RegistryUnavailableException e) {
            throw new TransientException("A drift verdict could not be written", e);
        }
        var unused = producer.send(
                new ProducerRecord<>(Topics.DRIFT.name(), null, at.toEpochMilli(), verdict.getMonitor(), bytes),
                (metadata, failure) -> {
                    if (failure != null) {
                        LOG.atWarn().setCause(failure).log("a drift verdict was not written");
                    }
                });
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(CLOSE_BUDGET);
        labels.close();
        steps.close();
        experience.close();
        verdicts.close();
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicSpec<?> topic : List.of(Topics.LABELS, Topics.TRAINING_LOG, Topics.EXPERIENCE)) {
            consumer.partitionsFor(topic.name())
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        return partitions;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Watch watch, SignalBoard signals) {
        if (record.topic().equals(Topics.LABELS.name())) {
            with(labels, record, label -> {
                if (label.getKind() == FeedbackKind.THUMB && label.getObservation() == Observation.OBSERVED) {
                    watch.vote(label.getValue());
                }
            });
        } else if (record.topic().equals(Topics.TRAINING_LOG.name())) {
            with(steps, record, step -> step.getInputs().forEach(input -> {
                input.getPrediction().ifPresent(predicted -> input.getTarget()
                        .ifPresent(target -> watch.prediction(predicted, target)));
                AvroSignals.prediction(input).ifPresent(signals::prediction);
            }));
        } else {
            with(experience, record, group -> {
                meanScore(group).ifPresent(watch::score);
                signals.group(AvroSignals.group(group));
            });
        }
    }

    private static OptionalDouble meanScore(Experience group) {
        return group.getRevision() > 1
                ? OptionalDouble.empty()
                : AvroSignals.learned(group)
                        .map(rollout -> rollout.getScore())
                        .flatMap(Optional::stream)
                        .mapToDouble(Double::doubleValue)
                        .average();
    }

    private static <T extends SpecificRecord> void with(
            SafeDecoder<T> decoder, ConsumerRecord<byte[], byte[]> record, Consumer<T> use) {
        if (decoder.decode(record) instanceof Decoded.Value<T> decoded) {
            use.accept(decoded.value());
        }
    }
}
