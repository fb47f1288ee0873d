package io.thumbstream.generator.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on their way to Kafka: sent in order of submission, sent again after a failure that can pass, and reported
 * once acknowledged.
 *
 * <p>Encoding is part of sending, so that a schema registry that is down delays records instead of losing them. Owned by
 * one thread; the producer's own thread only hands results over.
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Producer<byte[], byte[]> producer;
    private final Clock clock;
    /** Oldest first, also those that come back to be sent again. */
    private final Queue<Letter> waiting = new PriorityQueue<>(Comparator.comparingLong(Letter::number));

    private final Queue<Result> results = new ConcurrentLinkedQueue<>();
    private Instant retryAt = Instant.MIN;
    private long taken;
    private int inFlight;
    private long retries;

    /** What to do when a record was written or can never be. */
    public interface Receipt {
        void written();

        /** @param reason fit for a person */
        void refused(String reason, Throwable cause);
    }

    private record Letter(long number, Supplier<ProducerRecord<byte[], byte[]>> record, Receipt receipt) {}

    private record Result(Letter letter, @org.jspecify.annotations.Nullable Exception failure) {}

    public Outbox(Producer<byte[], byte[]> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    /** Takes a record over; it is encoded and sent now or when Kafka and the registry answer again. */
    public void send(Supplier<ProducerRecord<byte[], byte[]>> record, Receipt receipt) {
        waiting.add(new Letter(taken++, record, receipt));
        push();
    }

    /** Handles what came back and sends what waits; call it often. */
    public void run() {
        for (Result result = results.poll(); result != null; result = results.poll()) {
            inFlight--;
            settle(result);
        }
        push();
    }

    /** Records not yet acknowledged. */
    public int pending() {
        return inFlight + waiting.size();
    }

    /** Records sent again so far. */
    public long retries() {
        return retries;
    }

    private void push() {
        while (!waiting.isEmpty() && !clock.instant().isBefore(retryAt)) {
            Letter letter = waiting.element();
            try {
                ProducerRecord<byte[], byte[]> record = letter.record().get();
                waiting.remove();
                inFlight++;
                var unused = producer.send(record, (metadata, failure) -> results.add(new Result(letter, failure)));
            } catch (RuntimeException e) {
                if (waiting.peek() != letter) {
                    inFlight--;
                    waiting.add(letter);
                }
                postpone(e);
            }
        }
    }

    private void settle(Result result) {
        Exception failure = result.failure();
        if (failure == null) {
            result.letter().receipt().written();
        } else if (failure instanceof RecordTooLargeException) {
            result.letter().receipt().refused("the answer is too large for the topic", failure);
        } else {
            waiting.add(result.letter());
            postpone(failure);
        }
    }

    private void postpone(Exception failure) {
        retries++;
        retryAt = clock.instant().plus(PAUSE);
        LOG.atWarn()
                .addKeyValue("waiting", waiting.size())
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .log("a record could not be sent and waits for another try");
    }
}
