package io.thumbstream.launcher.bench.ingest.wire;

import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.VersionSpan;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes answers and votes straight into their topics, as generator and gateway would. */
public final class RecordWriter implements AutoCloseable {
    private static final List<Integer> PROMPT = Collections.nCopies(24, 17);
    private static final List<Integer> TOKENS = Collections.nCopies(64, 23);
    private static final List<Float> LOG_PROBS = Collections.nCopies(64, -1.5f);
    private static final String QUESTION = "Where is my parcel? I ordered it last week and nobody tells me anything.";
    private static final String ANSWER =
            "I am sorry for the wait. Your parcel left our house on Monday and should reach you tomorrow; here is its"
                    + " number, with which you can follow it, and write again if it does not come.";
    private static final String MAX_BLOCK_MILLIS = "60000";

    private final Producer<String, byte[]> producer;
    private final Serializer<Rollout> rollouts;
    private final Serializer<Feedback> feedback;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** A writer with a producer of its own. */
    public RecordWriter(KafkaSettings kafka) {
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        Map<String, Object> config = new HashMap<>(ClientSettings.producer(kafka, "bench-writer"));
        config.put("max.block.ms", MAX_BLOCK_MILLIS);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        this.rollouts = serdes.serializer(Topics.ROLLOUTS);
        this.feedback = serdes.serializer(Topics.FEEDBACK);
    }

    /**
     * One answer with 64 tokens, the only one of its group, shown to a person.
     *
     * @param asker who asked; empty for nobody, so that everybody may vote
     * @param external whether another system gave it, so that no group is learned from
     */
    public void answer(String groupId, Optional<String> asker, boolean external, Instant at) {
        Rollout.Builder rollout = Rollout.newBuilder()
                .setRolloutId(groupId + ".0")
                .setGroupId(groupId)
                .setPromptId(groupId)
                .setIndex(0)
                .setGroupSize(external ? 0 : 1)
                .setLane(Lane.INTERACTIVE)
                .setMessages(List.of(new Message("user", QUESTION)))
                .setText(ANSWER)
                .setDisplayed(true)
                .setFinishReason(FinishReason.STOP)
                .setCreatedAt(at)
                .setCompletedAt(at);
        if (!external) {
            rollout.setPromptTokens(PROMPT)
                    .setTokens(TOKENS)
                    .setBehaviourLogProbs(LOG_PROBS)
                    .setVersionSpans(List.of(new VersionSpan(0, TOKENS.size(), 1L)));
        }
        asker.ifPresent(rollout::setUserKey);
        send(Topics.ROLLOUTS, rollouts, groupId, rollout.build(), at);
    }

    /** One thumb on the answer of a group. */
    public void vote(String id, String groupId, String voter, boolean up, long sequence, Instant at) {
        Feedback vote = Feedback.newBuilder()
                .setFeedbackId(id)
                .setGroupId(groupId)
                .setKind(FeedbackKind.THUMB)
                .setTargets(List.of(groupId + ".0"))
                .setValue(up ? 1.0 : -1.0)
                .setUserKey(voter)
                .setUserSequence(sequence)
                .setServerTime(at)
                .build();
        send(Topics.FEEDBACK, feedback, groupId, vote, at);
    }

    private <T extends SpecificRecord> void send(
            TopicSpec<T> topic, Serializer<T> serializer, String key, T value, Instant at) {
        byte[] bytes = serializer.serialize(topic.name(), value);
        var unused = producer.send(
                new ProducerRecord<>(topic.name(), null, at.toEpochMilli(), key, bytes), (metadata, failed) -> {
                    if (failed != null) {
                        failure.set(failed);
                    }
                });
    }

    /**
     * Returns when the broker has all that was written.
     *
     * @throws FatalException when it did not take a record
     */
    public void settle() {
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new FatalException("the broker did not take a record (" + failed.getMessage() + ")", failed);
        }
    }

    @Override
    public void close() {
        producer.close();
        rollouts.close();
        feedback.close();
    }
}
