package io.thumbstream.reward.wire;

import io.thumbstream.runtime.kafka.DeadLetters;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Headers of a dead letter: those of the condemned record where they are at hand, the six of Kafka Streams, then service and
 * reason. The letter itself leaves through the topology, so that it is part of the same transaction as the offset of the record
 * it condemns.
 */
final class DeadLetter {
    private static final String SERVICE = "reward";
    private static final int STACK_CHARACTERS = 4_000;

    private DeadLetter() {}

    static Headers headers(Headers original, String reason, Throwable cause, String topic, int partition, long offset) {
        Headers headers = new RecordHeaders(original.toArray());
        put(headers, DeadLetters.EXCEPTION, cause.getClass().getName());
        put(headers, DeadLetters.STACK_TRACE, stackOf(cause));
        put(headers, DeadLetters.MESSAGE, String.valueOf(cause.getMessage()));
        put(headers, DeadLetters.TOPIC, topic);
        put(headers, DeadLetters.PARTITION, Integer.toString(partition));
        put(headers, DeadLetters.OFFSET, Long.toString(offset));
        put(headers, DeadLetters.SERVICE, SERVICE);
        put(headers, DeadLetters.REASON, reason);
        return headers;
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
}
