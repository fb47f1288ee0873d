package io.thumbstream.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.metrics.MetricNames;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class DeadLettersTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConsumerRecord<byte[], byte[]> poison =
            new ConsumerRecord<>("thumbstream.feedback.v1", 2, 17, new byte[] {1}, new byte[] {9, 9});

    @Test
    void shouldShowReasonsAtZeroWhenAnnounced() {
        DeadLetters.announce(meters, "reward", "undecodable", "empty");
        assertThat(meters.find(MetricNames.DLQ).tag("service", "reward").counters())
                .extracting(counter -> counter.getId().getTag("reason"))
                .containsExactlyInAnyOrder("undecodable", "empty");
        assertThat(meters.find(MetricNames.DLQ).counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }

    @Test
    void shouldKeepTheBytesAndSayWhyWhenARecordIsPoison() {
        MockProducer<byte[], byte[]> producer = producer(true);
        poison.headers().add("traceparent", new byte[] {5});
        DeadLetters letters = new DeadLetters(producer, meters);

        letters.send(poison, "reward", "undecodable", new IllegalStateException("no such schema"));
        letters.flush();

        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("thumbstream.feedback.v1.dlq");
        assertThat(sent.key()).containsExactly(1);
        assertThat(sent.value()).containsExactly(9, 9);
        assertThat(header(sent, DeadLetters.EXCEPTION)).isEqualTo("java.lang.IllegalStateException");
        assertThat(header(sent, DeadLetters.MESSAGE)).isEqualTo("no such schema");
        assertThat(header(sent, DeadLetters.STACK_TRACE)).contains("DeadLettersTest");
        assertThat(header(sent, DeadLetters.TOPIC)).isEqualTo("thumbstream.feedback.v1");
        assertThat(header(sent, DeadLetters.PARTITION)).isEqualTo("2");
        assertThat(header(sent, DeadLetters.OFFSET)).isEqualTo("17");
        assertThat(header(sent, DeadLetters.SERVICE)).isEqualTo("reward");
        assertThat(sent.headers().lastHeader("traceparent").value()).containsExactly(5);
        assertThat(meters.counter(MetricNames.DLQ, "service", "reward", "reason", "undecodable")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseToFlushWhenADeadLetterWasNotWritten() {
        MockProducer<byte[], byte[]> producer = producer(false);
        DeadLetters letters = new DeadLetters(producer, meters);
        letters.send(poison, "reward", "empty");
        producer.errorNext(new TimeoutException("broker away"));

        assertThatThrownBy(letters::flush)
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("1 dead letters");
        assertThatCode(letters::flush).doesNotThrowAnyException();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String key) {
        return new String(record.headers().lastHeader(key).value(), StandardCharsets.UTF_8);
    }

    private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
