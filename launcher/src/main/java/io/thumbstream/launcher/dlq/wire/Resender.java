package io.thumbstream.launcher.dlq.wire;

import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records of dead letters to where they came from, in transactions that one sender for each topic holds: a replay that begins
 * ends what an earlier one left open, and one that still runs can commit nothing more. Not thread-safe.
 */
public final class Resender implements AutoCloseable {
    private static final int BATCH_LETTERS = 500;
    private static final int BATCH_BYTES = 4 << 20;
    /** The broker decides what is too large; it took the letter, which is larger than the record in it. */
    private static final String LARGEST_REQUEST = Integer.toString(16 << 20);

    private static final String BLOCK_MILLIS = "60000";

    private final Producer<byte[], byte[]> producer;
    private final List<Waiting> batch = new ArrayList<>();
    private int batchBytes;
    private long sent;
    private long acknowledged;

    /** A letter whose record is in the next transaction. */
    private record Waiting(Position letter, ProducerRecord<byte[], byte[]> record) {}

    /** What failed first in a transaction. */
    private record Failure(Position letter, Exception cause) {}

    /** Uses {@code producer}, which is transactional, and closes it. */
    public Resender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** The sender of replays to {@code topic}. */
    public static Resender open(KafkaSettings kafka, String topic) {
        Map<String, Object> settings = ClientSettings.producer(kafka, "thumbstream-dlq-replay");
        settings.put("transactional.id", "thumbstream-dlq-replay-" + topic);
        settings.put("max.block.ms", BLOCK_MILLIS);
        settings.putIfAbsent("max.request.size", LARGEST_REQUEST);
        return new Resender(new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Makes this the only sender to its topic; what others had not committed is gone. Comes before the look at what was sent. */
    public void begin() {
        producer.initTransactions();
    }

    /**
     * Sends the record in {@code letter} to {@code source}, with its bytes and key as they were, at the latest with {@link #finish}.
     *
     * @throws TransientException when it, or one before it, was not sent; the transaction it was in has no effect
     */
    public void send(ConsumerRecord<byte[], byte[]> letter, Position source) {
        Position at = LetterHeaders.position(letter);
        batch.add(new Waiting(
                at,
                new ProducerRecord<>(
                        source.topic(),
                        source.partition(),
                        null,
                        letter.key(),
                        letter.value(),
                        LetterHeaders.replay(letter.headers(), at))));
        batchBytes += Math.max(0, letter.serializedKeySize()) + Math.max(0, letter.serializedValueSize());
        if (batch.size() >= BATCH_LETTERS || batchBytes >= BATCH_BYTES) {
            finish();
        }
    }

    /**
     * Commits what was sent.
     *
     * @throws TransientException when it was not; the transaction has no effect
     */
    public void finish() {
        if (batch.isEmpty()) {
            return;
        }
        AtomicInteger confirmed = new AtomicInteger();
        AtomicReference<Failure> first = new AtomicReference<>();
        try {
            producer.beginTransaction();
            for (Waiting waiting : batch) {
                sent++;
                var unused = producer.send(waiting.record(), (metadata, failure) -> {
                    if (failure == null) {
                        confirmed.incrementAndGet();
                    } else {
                        first.compareAndSet(null, new Failure(waiting.letter(), failure));
                    }
                });
            }
            producer.commitTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new TransientException(
                    "another replay of the same topic has begun, and this one stops; what it had committed stays", e);
        } catch (TimeoutException e) {
            throw new TransientException(
                    "the brokers did not confirm in time (" + e.getMessage()
                            + "); replay again, which sends only what did not get through",
                    e);
        } catch (KafkaException e) {
            abort(e);
            throw failed(first.get(), e);
        }
        acknowledged += confirmed.get();
        batch.clear();
        batchBytes = 0;
    }

    /** What cannot even be aborted is over when the producer is closed: nobody commits it any more. */
    private void abort(KafkaException because) {
        try {
            producer.abortTransaction();
        } catch (KafkaException fatal) {
            because.addSuppressed(fatal);
        }
    }

    private TransientException failed(@Nullable Failure first, KafkaException failure) {
        String which = first == null ? "" : ", first " + Letter.place(first.letter());
        Exception cause = first == null ? failure : first.cause();
        return new TransientException(
                batch.size() + " letters were not sent" + which + " (" + cause.getMessage()
                        + "); leave that one out with --from and --to, or replay again when the cause is mended",
                cause);
    }

    /** Records handed to the brokers so far. */
    public long sent() {
        return sent;
    }

    /** Of these, records that lie in their topic for all to read. */
    public long acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() {
        producer.close();
    }
}
