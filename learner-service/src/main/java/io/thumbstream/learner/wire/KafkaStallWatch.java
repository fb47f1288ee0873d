package io.thumbstream.learner.wire;

import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.DriftVerdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the policy may learn: false while the joiner's stall guard says that feedback is silent or skewed.
 *
 * <p>Reads the drift topic without waiting, at most once a second. Owned by the learner's thread.
 */
public final class KafkaStallWatch implements BooleanSupplier, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaStallWatch.class);
    private static final byte[] MONITOR = "feedback-stall".getBytes(StandardCharsets.UTF_8);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.DRIFT.name(), 0);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long LOOK_BACK = 1000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SafeDecoder<DriftVerdict> decoder;
    private final Clock clock;
    private Instant next = Instant.EPOCH;
    private boolean stalled;

    /** Begins with the newest verdicts that are already there. */
    public KafkaStallWatch(KafkaSettings kafka, AvroSerdes serdes, Clock clock) {
        this.clock = clock;
        this.decoder = serdes.decoder(Topics.DRIFT);
        this.consumer = RawReader.consumer(kafka, "thumbstream-learner-drift");
        consumer.assign(List.of(PARTITION));
        long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        consumer.seek(PARTITION, Math.max(0, end - LOOK_BACK));
    }

    @Override
    public boolean getAsBoolean() {
        Instant now = clock.instant();
        boolean clockSetBack = next.isAfter(now.plus(PAUSE));
        if (!now.isBefore(next) || clockSetBack) {
            next = now.plus(PAUSE);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ZERO)) {
                if (Arrays.equals(record.key(), MONITOR)
                        && decoder.decode(record) instanceof Decoded.Value<DriftVerdict> verdict) {
                    note(verdict.value().getDrifting());
                }
            }
        }
        return !stalled;
    }

    private void note(boolean now) {
        if (now != stalled) {
            LOG.atWarn().addKeyValue("stalled", now).log("policy learning pauses while feedback is stalled");
        }
        stalled = now;
    }

    @Override
    public void close() {
        consumer.close();
        decoder.close();
    }
}
