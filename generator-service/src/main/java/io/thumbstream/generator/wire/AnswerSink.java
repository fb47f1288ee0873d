package io.thumbstream.generator.wire;

import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends rollouts and chunks through the outbox, keyed by group. */
public final class AnswerSink {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerSink.class);

    private final Outbox outbox;
    private final Serializer<Rollout> rollouts;
    private final Serializer<RolloutChunk> chunks;

    public AnswerSink(Outbox outbox, Serializer<Rollout> rollouts, Serializer<RolloutChunk> chunks) {
        this.outbox = outbox;
        this.rollouts = rollouts;
        this.chunks = chunks;
    }

    void send(Rollout rollout, Outbox.Receipt receipt) {
        String topic = Topics.ROLLOUTS.name();
        outbox.send(
                () -> new ProducerRecord<>(
                        topic,
                        null,
                        rollout.getCompletedAt().toEpochMilli(),
                        key(rollout.getGroupId()),
                        rollouts.serialize(topic, rollout)),
                receipt);
    }

    /** Chunks are a courtesy to who waits now: a refused one is only logged. */
    void send(RolloutChunk chunk) {
        String topic = Topics.ROLLOUT_CHUNKS.name();
        outbox.send(
                () -> new ProducerRecord<>(topic, key(chunk.getGroupId()), chunks.serialize(topic, chunk)),
                new Outbox.Receipt() {
                    @Override
                    public void written() {}

                    @Override
                    public void refused(String reason, Throwable cause) {
                        LOG.atWarn()
                                .addKeyValue("rollout_id", chunk.getRolloutId())
                                .addKeyValue("reason", reason)
                                .log("a chunk was refused");
                    }
                });
    }

    private static byte[] key(String groupId) {
        return groupId.getBytes(StandardCharsets.UTF_8);
    }
}
