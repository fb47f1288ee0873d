package io.thumbstream.generator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.generator.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ManualClock clock = new ManualClock();
    private final Outbox outbox = new Outbox(producer, clock);
    private final List<String> receipts = new ArrayList<>();

    @Test
    void shouldReportTheRecordOnlyWhenItIsAcknowledged() {
        send("a");
        outbox.run();
        assertThat(receipts).isEmpty();
        assertThat(outbox.pending()).isEqualTo(1);

        assertThat(producer.completeNext()).isTrue();
        outbox.run();

        assertThat(receipts).containsExactly("a written");
        assertThat(outbox.pending()).isZero();
    }

    @Test
    void shouldSendAgainAfterAPauseWhenTheBrokerDidNotAnswer() {
        send("a");
        assertThat(producer.errorNext(new TimeoutException("broker is down"))).isTrue();
        outbox.run();
        outbox.run();
        assertThat(producer.history()).hasSize(1);
        assertThat(outbox.pending()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(1));
        outbox.run();
        assertThat(producer.history()).hasSize(2);
        assertThat(producer.completeNext()).isTrue();
        outbox.run();

        assertThat(receipts).containsExactly("a written");
        assertThat(outbox.retries()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheOrderWhenEncodingFailsForAWhile() {
        AtomicBoolean registryDown = new AtomicBoolean(true);
        outbox.send(
                () -> {
                    if (registryDown.get()) {
                        throw new IllegalStateException("registry is down");
                    }
                    return record("a");
                },
                receipt("a"));
        send("b");
        assertThat(producer.history()).isEmpty();

        registryDown.set(false);
        clock.advance(Duration.ofSeconds(1));
        outbox.run();

        assertThat(producer.history().stream().map(r -> new String(r.value(), StandardCharsets.UTF_8)))
                .containsExactly("a", "b");
    }

    @Test
    void shouldKeepTheOrderWhenSeveralFailOneAfterTheOther() {
        send("a");
        send("b");
        send("c");
        assertThat(producer.errorNext(new TimeoutException("broker is down"))).isTrue();
        assertThat(producer.errorNext(new TimeoutException("broker is down"))).isTrue();
        outbox.run();
        assertThat(producer.errorNext(new TimeoutException("broker is down"))).isTrue();
        outbox.run();
        send("d");

        clock.advance(Duration.ofSeconds(1));
        outbox.run();

        assertThat(producer.history().stream().map(r -> new String(r.value(), StandardCharsets.UTF_8)))
                .containsExactly("a", "b", "c", "a", "b", "c", "d");
    }

    @Test
    void shouldRefuseTheRecordWhenItCanNeverBeWritten() {
        send("a");
        assertThat(producer.errorNext(new RecordTooLargeException("2 MB"))).isTrue();
        outbox.run();

        assertThat(receipts).containsExactly("a refused");
        assertThat(outbox.pending()).isZero();
    }

    private void send(String value) {
        outbox.send(() -> record(value), receipt(value));
    }

    private static ProducerRecord<byte[], byte[]> record(String value) {
        return new ProducerRecord<>("t", null, value.getBytes(StandardCharsets.UTF_8));
    }

    private Outbox.Receipt receipt(String name) {
        return new Outbox.Receipt() {
            @Override
            public void written() {
                receipts.add(name + " written");
            }

            @Override
            public void refused(String reason, Throwable cause) {
                receipts.add(name + " refused");
            }
        };
    }
}
