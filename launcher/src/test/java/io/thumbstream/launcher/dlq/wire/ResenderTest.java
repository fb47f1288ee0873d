package io.thumbstream.launcher.dlq.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.lab.trace.Position;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ResenderTest {
    private static final Position SOURCE = new Position("thumbstream.feedback.v1", 2, 41);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Resender resender = new Resender(producer);

    @Test
    void shouldSendTheOriginalBytesToTheSourceAndSayWhichLetterTheyWere() {
        ConsumerRecord<byte[], byte[]> letter = letter(17);
        letter.headers().add("traceparent", text("00-trace"));
        letter.headers().add(DeadLetters.MESSAGE, text("because"));
        letter.headers().add(DeadLetters.SERVICE, text("reward"));
        letter.headers().add(DeadLetters.REPLAY_OF, text("thumbstream.feedback.v1.dlq:0:3"));
        resender.begin();
        resender.send(letter, SOURCE);
        assertThat(producer.history())
                .as("nothing leaves outside a transaction")
                .isEmpty();

        resender.finish();

        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("thumbstream.feedback.v1");
        assertThat(sent.partition()).isEqualTo(2);
        assertThat(sent.key()).containsExactly(1);
        assertThat(sent.value()).containsExactly(0, 9, 9);
        assertThat(sent.headers().toArray())
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("traceparent=00-trace", "thumbstream.replay.of=thumbstream.feedback.v1.dlq:0:17");
        assertThat(producer.transactionCommitted()).isTrue();
        assertThat(resender.sent()).isEqualTo(1);
        assertThat(resender.acknowledged()).isEqualTo(1);
    }

    @Test
    void shouldCommitManyLettersInSeveralTransactions() {
        resender.begin();
        for (int i = 0; i < 1_001; i++) {
            resender.send(letter(i), SOURCE);
        }
        assertThat(producer.commitCount()).isEqualTo(2);
        resender.finish();

        assertThat(producer.commitCount()).isEqualTo(3);
        assertThat(producer.history()).hasSize(1_001);
        assertThat(resender.acknowledged()).isEqualTo(1_001);
    }

    @Test
    void shouldCommitNothingAndNameTheLetterWhenOneIsTooLarge() {
        LimitedProducer limited = new LimitedProducer();
        Resender sending = new Resender(limited);
        sending.begin();
        sending.send(letter(17), SOURCE);
        sending.send(letter(18), SOURCE);

        assertThatThrownBy(sending::finish)
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("2 letters were not sent, first thumbstream.feedback.v1.dlq:0:18 (too large)")
                .hasMessageContaining("--from and --to");
        assertThat(limited.transactionAborted()).isTrue();
        assertThat(limited.history()).isEmpty();
        assertThat(sending.sent()).isEqualTo(2);
        assertThat(sending.acknowledged()).isZero();
    }

    /** Takes one record in a transaction, as a broker with a limit would: the callback says so, and the commit fails. */
    private static final class LimitedProducer extends MockProducer<byte[], byte[]> {
        private int taken;

        LimitedProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (taken++ == 0) {
                return super.send(record, callback);
            }
            RecordTooLargeException refusal = new RecordTooLargeException("too large");
            callback.onCompletion(null, refusal);
            commitTransactionException = new KafkaException("in an error state");
            return CompletableFuture.failedFuture(refusal);
        }
    }

    @Test
    void shouldStopWhenAnotherReplayHasBegun() {
        resender.begin();
        resender.send(letter(17), SOURCE);
        producer.commitTransactionException = new ProducerFencedException("newer");

        assertThatThrownBy(resender::finish)
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("another replay of the same topic has begun");
        assertThat(resender.acknowledged()).isZero();
    }

    @Test
    void shouldDoNothingWhenThereIsNothingToSend() {
        resender.begin();
        resender.finish();

        assertThat(producer.commitCount()).isZero();
    }

    private static ConsumerRecord<byte[], byte[]> letter(long offset) {
        return new ConsumerRecord<>("thumbstream.feedback.v1.dlq", 0, offset, new byte[] {1}, new byte[] {0, 9, 9});
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
