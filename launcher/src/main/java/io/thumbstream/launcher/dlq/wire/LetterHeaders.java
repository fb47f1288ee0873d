package io.thumbstream.launcher.dlq.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.runtime.kafka.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of dead letters: what they say, and those that the condemned record had before. */
public final class LetterHeaders {
    private static final String STANDARD = "__streams.errors.";
    private static final String OWN = "thumbstream.errors.";
    private static final int LONGEST_TEXT = 200;
    private static final int FIRST_BYTES = 16;

    private LetterHeaders() {}

    /** The letter in a record of a dead-letter topic; what headers do not say stays empty. */
    public static Letter letter(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        return new Letter(
                position(record),
                Instant.ofEpochMilli(record.timestamp()),
                source(headers),
                new Letter.Cause(
                        text(headers, DeadLetters.SERVICE),
                        text(headers, DeadLetters.REASON),
                        text(headers, DeadLetters.EXCEPTION),
                        text(headers, DeadLetters.MESSAGE),
                        text(headers, DeadLetters.STACK_TRACE)));
    }

    static Position position(ConsumerRecord<byte[], byte[]> record) {
        return new Position(record.topic(), record.partition(), record.offset());
    }

    /** The dead letter that {@code record} is the replay of, as {@code topic:partition:offset}. */
    static Optional<String> replayOf(ConsumerRecord<byte[], byte[]> record) {
        return Optional.of(text(record.headers(), DeadLetters.REPLAY_OF)).filter(place -> !place.isEmpty());
    }

    /** Headers that the condemned record had itself. */
    static Headers original(Headers headers) {
        Headers original = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().startsWith(STANDARD) && !header.key().startsWith(OWN)) {
                original.add(header);
            }
        }
        return original;
    }

    /** Headers of the replay of the letter at {@code at}. */
    static Headers replay(Headers headers, Position at) {
        Headers replay = original(headers);
        replay.remove(DeadLetters.REPLAY_OF);
        replay.add(DeadLetters.REPLAY_OF, Letter.place(at).getBytes(StandardCharsets.UTF_8));
        return replay;
    }

    /** Puts key, sizes and the headers of the condemned record into {@code node}. */
    public static void describe(ConsumerRecord<byte[], byte[]> record, ObjectNode node) {
        node.put("key", record.key() == null ? "none" : readable(record.key()))
                .put("value-bytes", record.value() == null ? 0 : record.value().length);
        ObjectNode others = node.putObject("headers");
        for (Header header : original(record.headers())) {
            others.put(header.key(), header.value() == null ? "none" : readable(header.value()));
        }
    }

    /** Short text as it is; of anything else the beginning in hex. */
    private static String readable(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.length() <= LONGEST_TEXT && text.chars().allMatch(each -> each >= ' ' && each <= '~')) {
            return text;
        }
        int shown = Math.min(bytes.length, FIRST_BYTES);
        return bytes.length + " bytes, hex " + HexFormat.of().formatHex(bytes, 0, shown)
                + (shown < bytes.length ? "..." : "");
    }

    private static Optional<Position> source(Headers headers) {
        String topic = text(headers, DeadLetters.TOPIC);
        try {
            int partition = Integer.parseInt(text(headers, DeadLetters.PARTITION));
            long offset = Long.parseLong(text(headers, DeadLetters.OFFSET));
            return topic.isEmpty() || partition < 0 || offset < 0
                    ? Optional.empty()
                    : Optional.of(new Position(topic, partition, offset));
        } catch (NumberFormatException absentOrForeign) {
            return Optional.empty();
        }
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
