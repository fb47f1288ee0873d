package io.thumbstream.reward.wire;

import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.runtime.error.PoisonRecordException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.RolloutIds;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Rollout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Raw records of the input topics as events. Waits while the registry is down; not thread-safe. */
final class RecordReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
    private static final int ATTEMPTS = 60;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final SafeDecoder<Rollout> rollouts;
    private final SafeDecoder<Feedback> feedback;

    RecordReader(AvroSerdes serdes) {
        this.rollouts = serdes.decoder(Topics.ROLLOUTS);
        this.feedback = serdes.decoder(Topics.FEEDBACK);
    }

    /**
     * The event in a record. Nothing happened after it was written down: an event whose time lies behind that of its record, because
     * the clock of what wrote it is ahead, gets the record's, which is the broker's ({@link io.thumbstream.schemas.TopicSpec.Stamp}).
     *
     * @return empty when it is of a person who was erased
     * @throws PoisonRecordException when it can never be one
     * @throws TransientException when the registry stays silent
     */
    Optional<Event> read(ConsumerRecord<byte[], byte[]> record) {
        SourceRef source = new SourceRef(record.topic(), record.partition(), record.offset());
        Optional<Event> event = event(record, source);
        event.ifPresent(found -> checkKey(found, record));
        return event.map(found -> found.notAfter(endOfMilli(record.timestamp())));
    }

    /** The last microsecond of a millisecond, which is as exactly as a stamp tells when a record was written. */
    static long endOfMilli(long millis) {
        return millis < 0 ? Long.MAX_VALUE : millis * MICROS_PER_MILLI + MICROS_PER_MILLI - 1;
    }

    /**
     * The event in a record that was read before.
     *
     * @param timeMicros event time that it had then
     * @return empty when its person was erased since
     * @throws TransientException when the registry stays silent
     */
    Optional<Event> again(SourceRef source, long timeMicros, byte[] value) {
        return event(
                        new ConsumerRecord<>(source.topic(), source.partition(), source.offset(), new byte[0], value),
                        source)
                .map(event -> event.notAfter(timeMicros));
    }

    private Optional<Event> event(ConsumerRecord<byte[], byte[]> record, SourceRef source) {
        boolean rollout = record.topic().equals(Topics.ROLLOUTS.name());
        try {
            return rollout
                    ? value(rollouts, record).map(value -> EventMapper.rollout(value, source))
                    : value(feedback, record).map(value -> EventMapper.feedback(value, source, record.value()));
        } catch (IllegalArgumentException | ArithmeticException cause) {
            throw new PoisonRecordException("record holds a value out of range: " + cause.getMessage(), cause);
        }
    }

    private static <T extends SpecificRecord> Optional<T> value(
            SafeDecoder<T> decoder, ConsumerRecord<byte[], byte[]> record) {
        Decoded<T> decoded = patiently(() -> decoder.decode(record));
        if (decoded instanceof Decoded.Value<T> found) {
            return Optional.of(found.value());
        }
        if (decoded instanceof Decoded.Erased<T>) {
            return Optional.empty();
        }
        Decoded.Poison<T> poison = (Decoded.Poison<T>) decoded;
        throw new PoisonRecordException(String.valueOf(poison.cause().getMessage()), poison.cause());
    }

    private static <T> T patiently(Supplier<T> decode) {
        for (int attempt = 1; ; attempt++) {
            try {
                return decode.get();
            } catch (RegistryUnavailableException cause) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw new TransientException(String.valueOf(cause.getMessage()), cause);
                }
                if (attempt == 1) {
                    LOG.atWarn().addKeyValue("problem", cause.getMessage()).log("waiting for the schema registry");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void checkKey(Event event, ConsumerRecord<byte[], byte[]> record) {
        if (!RolloutIds.isGroupId(event.groupId())) {
            throw new PoisonRecordException(
                    "group id '" + event.groupId() + "' is malformed; use 1 to 80 of A-Z a-z 0-9 _ -");
        }
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (!key.equals(event.groupId())) {
            throw new PoisonRecordException("record key '" + key + "' is not its group id '" + event.groupId()
                    + "'; key every rollout and every feedback by its group");
        }
    }

    @Override
    public void close() {
        rollouts.close();
        feedback.close();
    }
}
