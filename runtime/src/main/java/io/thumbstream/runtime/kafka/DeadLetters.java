package io.thumbstream.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.metrics.MetricNames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records that can never be processed to {@code <topic>.dlq}, byte for byte, with the reason in headers.
 *
 * <p>The six {@code __streams.errors.*} headers are those of Kafka Streams, so that one tool reads all dead letters;
 * {@code thumbstream.errors.service} and {@code thumbstream.errors.reason} are added. Call {@link #flush} before committing the
 * offset of a dead letter, otherwise a failed send loses the record. Thread-safe.
 */
public final class DeadLetters {
    public static final String SUFFIX = ".dlq";
    public static final String EXCEPTION = "__streams.errors.exception";
    public static final String STACK_TRACE = "__streams.errors.stacktrace";
    public static final String MESSAGE = "__streams.errors.message";
    public static final String TOPIC = "__streams.errors.topic";
    public static final String PARTITION = "__streams.errors.partition";
    public static final String OFFSET = "__streams.errors.offset";
    public static final String SERVICE = "thumbstream.errors.service";
    public static final String REASON = "thumbstream.errors.reason";
    /** Header of a record that was sent to its topic again: the dead letter it was, {@code topic:partition:offset}. */
    public static final String REPLAY_OF = "thumbstream.replay.of";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int STACK_CHARACTERS = 4000;

    private final Producer<byte[], byte[]> producer;
    private final MeterRegistry meters;
    private final AtomicLong failures = new AtomicLong();

    /** Uses {@code producer}, which stays the caller's to close. */
    public DeadLetters(Producer<byte[], byte[]> producer, MeterRegistry meters) {
        this.producer = producer;
        this.meters = meters;
    }

    /**
     * Shows the counters of these reasons at 0 from now on: a counter that begins to exist with its first letters hides their rise.
     *
     * @param service as in {@link #send}
     */
    public static void announce(MeterRegistry meters, String service, String... reasons) {
        for (String reason : reasons) {
            meters.counter(MetricNames.DLQ, "service", service, "reason", reason)
                    .increment(0);
        }
    }

    /**
     * Queues one record for the dead-letter topic.
     *
     * @param reason a few words from a fixed set, for example {@code undecodable}; it becomes a metric label
     */
    public void send(ConsumerRecord<byte[], byte[]> record, String service, String reason) {
        send(record, service, reason, new PoisonWithoutCause(reason));
    }

    /** Queues one record for the dead-letter topic with the failure that condemned it. */
    public void send(ConsumerRecord<byte[], byte[]> record, String service, String reason, Throwable cause) {
        TopicPartition from = new TopicPartition(record.topic(), record.partition());
        Headers headers = headers(record.headers(), service, reason, cause, from, record.offset());
        meters.counter(MetricNames.DLQ, "service", service, "reason", reason).increment();
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log("record goes to the dead-letter topic");
        var letter = new ProducerRecord<>(record.topic() + SUFFIX, null, record.key(), record.value(), headers);
        var unused = producer.send(letter, (metadata, failure) -> {
            if (failure != null) {
                failures.incrementAndGet();
                LOG.atError()
                        .setCause(failure)
                        .addKeyValue("topic", record.topic())
                        .log("dead letter was not written");
            }
        });
    }

    /**
     * Headers of a dead letter: those of the condemned record, the six of Kafka Streams, then service and reason.
     *
     * @param original headers of the condemned record where they are at hand; not changed
     * @param from where the condemned record lies
     */
    public static Headers headers(
            Headers original, String service, String reason, Throwable cause, TopicPartition from, long offset) {
        Headers headers = new RecordHeaders(original.toArray());
        put(headers, EXCEPTION, cause.getClass().getName());
        put(headers, STACK_TRACE, stackOf(cause));
        put(headers, MESSAGE, String.valueOf(cause.getMessage()));
        put(headers, TOPIC, from.topic());
        put(headers, PARTITION, Integer.toString(from.partition()));
        put(headers, OFFSET, Long.toString(offset));
        put(headers, SERVICE, service);
        put(headers, REASON, reason);
        return headers;
    }

    /**
     * Waits until every queued dead letter is acknowledged.
     *
     * @throws TransientException when one was not; the offsets behind it must not be committed
     */
    public void flush() {
        producer.flush();
        long failed = failures.getAndSet(0);
        if (failed > 0) {
            throw new TransientException(failed + " dead letters were not written; process the records again");
        }
    }

    private static void put(Headers headers, String key, String value) {
        headers.remove(key);
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String stackOf(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        String trace = text.toString();
        return trace.substring(0, Math.min(STACK_CHARACTERS, trace.length()));
    }

    /** Stands in for the exception when the reason is a rule, not a failure. */
    private static final class PoisonWithoutCause extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PoisonWithoutCause(String reason) {
            super(reason, null, false, false);
        }
    }
}
