package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.view.Seen;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Decodes what the live page and the lives of votes need; poison is left out, because the service that reads a topic for its work deals with it. */
public final class RunSink implements TopicTail.Sink {
    /** Topics of the live page and where their reading begins. */
    public static final Map<String, StartAt> TOPICS = Map.of(
            Topics.POLICY_VERSIONS.name(), StartAt.BEGINNING,
            Topics.REWARD_VERSIONS.name(), StartAt.BEGINNING,
            Topics.ROLLOUTS.name(), StartAt.RECENT,
            Topics.FEEDBACK.name(), StartAt.RECENT,
            Topics.LABELS.name(), StartAt.RECENT,
            Topics.dlq(Topics.FEEDBACK), StartAt.RECENT,
            Topics.EXPERIENCE.name(), StartAt.RECENT,
            Topics.TRAINING_LOG.name(), StartAt.RECENT,
            Topics.LABEL_REQUESTS.name(), StartAt.RECENT,
            Topics.DRIFT.name(), StartAt.RECENT);

    private final Map<String, Reader<?>> readers = new HashMap<>();
    private final OwnVotes own;
    private final Consumer<List<Seen>> target;
    private final List<Seen> batch = new ArrayList<>();

    /**
     * A sink that hands the observations of each poll on as one list.
     *
     * @param own what this gateway stored itself and need not decode
     */
    public RunSink(AvroSerdes serdes, OwnVotes own, Consumer<List<Seen>> target) {
        this.own = own;
        this.target = target;
        add(serdes, Topics.POLICY_VERSIONS, (version, at) -> AvroSeen.published(Seen.ModelRole.POLICY, version));
        add(serdes, Topics.REWARD_VERSIONS, (version, at) -> AvroSeen.published(Seen.ModelRole.REWARD, version));
        add(serdes, Topics.ROLLOUTS, (rollout, at) -> List.of(new Seen.Answer(rollout.getRolloutId())));
        add(serdes, Topics.FEEDBACK, (feedback, at) -> AvroSeen.feedback(feedback));
        add(serdes, Topics.LABELS, (label, at) -> AvroSeen.material(label, place(at)));
        add(serdes, Topics.EXPERIENCE, (experience, at) -> AvroSeen.material(experience, place(at)));
        add(serdes, Topics.TRAINING_LOG, (step, at) -> List.of(AvroSeen.step(step, at.offset())));
        add(serdes, Topics.LABEL_REQUESTS, (request, at) -> List.of(AvroSeen.ask(request)));
        add(serdes, Topics.DRIFT, (verdict, at) -> List.of(AvroSeen.drift(verdict)));
        Reader<?> letters = new Reader<>(serdes.decoder(Topics.FEEDBACK), RunSink::refusal);
        readers.put(Topics.dlq(Topics.FEEDBACK), letters);
    }

    private static Seen.Place place(ConsumerRecord<byte[], byte[]> at) {
        return new Seen.Place(at.partition(), at.offset());
    }

    private static List<Seen> refusal(Feedback feedback, ConsumerRecord<byte[], byte[]> letter) {
        Header reason = letter.headers().lastHeader(DeadLetters.REASON);
        return List.of(new Seen.Refusal(
                feedback.getFeedbackId(),
                reason == null ? "unknown" : new String(reason.value(), StandardCharsets.UTF_8)));
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        Optional<Feedback> stored = record.topic().equals(Topics.FEEDBACK.name()) ? own.take(record) : Optional.empty();
        if (stored.isPresent()) {
            batch.addAll(AvroSeen.feedback(stored.get()));
            return;
        }
        Reader<?> reader = readers.get(record.topic());
        if (reader != null) {
            reader.read(record, batch);
        }
    }

    @Override
    public void flush() {
        target.accept(List.copyOf(batch));
        batch.clear();
    }

    private <T extends SpecificRecord> void add(
            AvroSerdes serdes, TopicSpec<T> topic, BiFunction<T, ConsumerRecord<byte[], byte[]>, List<Seen>> mapping) {
        readers.put(topic.name(), new Reader<>(serdes.decoder(topic), mapping));
    }

    private record Reader<T extends SpecificRecord>(
            SafeDecoder<T> decoder, BiFunction<T, ConsumerRecord<byte[], byte[]>, List<Seen>> mapping) {
        void read(ConsumerRecord<byte[], byte[]> record, List<Seen> into) {
            Decoded<T> decoded = decoder.decode(record);
            if (decoded instanceof Decoded.Value<T> value) {
                into.addAll(mapping.apply(value.value(), record));
            }
        }
    }
}
