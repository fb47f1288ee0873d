package io.thumbstream.launcher.dlq.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.runtime.kafka.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LetterHeadersTest {
    @Test
    void shouldReadWhatServicesWrite() {
        Letter letter = LetterHeaders.letter(written());

        assertThat(letter.at()).isEqualTo(new Position("thumbstream.prompts.v1.dlq", 0, 4));
        assertThat(letter.source()).contains(new Position("thumbstream.prompts.v1", 2, 17));
        assertThat(letter.cause().service()).isEqualTo("generator");
        assertThat(letter.cause().reason()).isEqualTo("unanswerable");
        assertThat(letter.cause().simpleError()).isEqualTo("IllegalStateException");
        assertThat(letter.cause().message()).isEqualTo("too long");
        assertThat(letter.cause().stack()).contains("LetterHeadersTest");
    }

    @Test
    void shouldKnowNoSourceWhenHeadersAreAbsentOrNonsense() {
        ConsumerRecord<byte[], byte[]> bare = new ConsumerRecord<>("t.dlq", 0, 0, null, null);
        assertThat(LetterHeaders.letter(bare).source()).isEmpty();
        assertThat(LetterHeaders.letter(bare).cause().error()).isEmpty();

        for (String offset : new String[] {"-1", "many", ""}) {
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("t.dlq", 0, 0, null, null);
            put(record, DeadLetters.TOPIC, "t");
            put(record, DeadLetters.PARTITION, "0");
            put(record, DeadLetters.OFFSET, offset);
            assertThat(LetterHeaders.letter(record).source()).as(offset).isEmpty();
        }
    }

    @Test
    void shouldTellKeySizesAndOwnHeadersWithoutWhatServicesAdded() {
        ConsumerRecord<byte[], byte[]> record = written();
        put(record, "binary", "\u0001\u0002");
        ObjectNode node = new ObjectMapper().createObjectNode();

        LetterHeaders.describe(record, node);

        assertThat(node)
                .hasToString("{\"key\":\"group-1\",\"value-bytes\":3,"
                        + "\"headers\":{\"traceparent\":\"00-trace\",\"binary\":\"2 bytes, hex 0102\"}}");
    }

    @Test
    void shouldFindWhichLetterARecordIsTheReplayOf() {
        ConsumerRecord<byte[], byte[]> record = written();
        assertThat(LetterHeaders.replayOf(record)).isEqualTo(Optional.empty());
        for (Header header : LetterHeaders.replay(record.headers(), LetterHeaders.position(record))
                .toArray()) {
            record.headers().add(header);
        }
        assertThat(LetterHeaders.replayOf(record)).contains("thumbstream.prompts.v1.dlq:0:4");
    }

    /** A letter as the services write it, through the broker. */
    private static ConsumerRecord<byte[], byte[]> written() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        ConsumerRecord<byte[], byte[]> condemned = new ConsumerRecord<>(
                "thumbstream.prompts.v1", 2, 17, "group-1".getBytes(StandardCharsets.UTF_8), new byte[] {0, 1, 2});
        put(condemned, "traceparent", "00-trace");
        new DeadLetters(producer, new SimpleMeterRegistry())
                .send(condemned, "generator", "unanswerable", new IllegalStateException("too long"));
        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        ConsumerRecord<byte[], byte[]> letter = new ConsumerRecord<>(sent.topic(), 0, 4, sent.key(), sent.value());
        sent.headers().forEach(letter.headers()::add);
        return letter;
    }

    private static void put(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
