package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.view.Erasures;
import io.thumbstream.schemas.avro.Feedback;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Feedback that this gateway has just stored, until it comes by on the topic; so it need not be opened and decoded again. What was
 * stored by others, is forgotten here or of an erased person, is read from its record. Thread-safe.
 */
public final class OwnVotes {
    /** More than come between an acknowledgement and the next poll; when the reader lags, all are forgotten. */
    private static final int MOST = 5_000;

    private static final int LARGEST_BYTES = 2_048;

    private final Map<Place, Own> votes = new ConcurrentHashMap<>();
    private final Erasures erasures;

    private record Place(int partition, long offset) {}

    /** @param since from when on it is remembered */
    @SuppressWarnings("ArrayRecordComponent") // compared with Arrays.equals only
    private record Own(byte[] bytes, Feedback feedback, Instant since) {}

    /** Nothing is remembered yet, and nobody is erased. */
    public OwnVotes() {
        this(Erasures.NONE);
    }

    /**
     * Nothing is remembered yet.
     *
     * @param erasures whose words are to be forgotten
     */
    public OwnVotes(Erasures erasures) {
        this.erasures = erasures;
    }

    /**
     * Notes feedback that the brokers acknowledged.
     *
     * @param bytes value of its record
     */
    void stored(RecordMetadata where, byte[] bytes, Feedback feedback) {
        if (!where.hasOffset() || bytes.length > LARGEST_BYTES) {
            return;
        }
        if (votes.size() >= MOST) {
            votes.clear();
        }
        votes.put(new Place(where.partition(), where.offset()), new Own(bytes, feedback, since(where, feedback)));
    }

    /** The feedback in a record of its topic, when the very same bytes were stored from here; once. */
    Optional<Feedback> take(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(votes.remove(new Place(record.partition(), record.offset())))
                .filter(own -> Arrays.equals(own.bytes(), record.value()))
                .filter(own -> !isForgotten(own))
                .map(Own::feedback);
    }

    /** The time that a sender gives may lie ahead, so that an erasure would seem to come before it; that of the brokers does not. */
    private static Instant since(RecordMetadata where, Feedback feedback) {
        Instant said = feedback.getServerTime();
        if (!where.hasTimestamp()) {
            return said;
        }
        Instant written = Instant.ofEpochMilli(where.timestamp());
        return written.isBefore(said) ? written : said;
    }

    private boolean isForgotten(Own own) {
        return own.feedback()
                .getUserKey()
                .filter(person -> erasures.cover(person, own.since()))
                .isPresent();
    }
}
