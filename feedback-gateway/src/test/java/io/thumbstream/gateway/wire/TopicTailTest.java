package io.thumbstream.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.schemas.RegistryUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class TopicTailTest {
    private static final String TOPIC = "t";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();

    @Test
    void shouldReadOnlyNewRecordsWhenStartingAtEnd() throws Exception {
        MockConsumer<byte[], byte[]> consumer = consumer(0, 100);
        try (TopicTail tail = tail(consumer, StartAt.END)) {
            tail.start();
            awaitReady(tail);
            add(consumer, 100);
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(100);
        }
    }

    @Test
    void shouldReadBackSomeRecordsWhenStartingAtRecent() throws Exception {
        MockConsumer<byte[], byte[]> consumer = consumer(0, 5_000);
        try (TopicTail tail = tail(consumer, StartAt.RECENT)) {
            tail.start();
            awaitReady(tail);
            assertThat(consumer.position(PARTITION)).isEqualTo(3_000);
        }
    }

    @Test
    void shouldHaveCaughtUpWhenAllIsReadThatWasThere() throws Exception {
        MockConsumer<byte[], byte[]> consumer = consumer(0, 2);
        try (TopicTail tail = tail(consumer, StartAt.BEGINNING)) {
            tail.start();
            awaitReady(tail);
            add(consumer, 0);
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isZero();
            assertThat(tail.hasCaughtUp()).isFalse();
            add(consumer, 1);
            while (!tail.hasCaughtUp()) {
                Thread.onSpinWait();
            }
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void shouldReadSameRecordAgainWhenRegistryDidNotAnswer() throws Exception {
        MockConsumer<byte[], byte[]> consumer = consumer(0, 0);
        refusals.set(1);
        try (TopicTail tail = tail(consumer, StartAt.BEGINNING)) {
            tail.start();
            awaitReady(tail);
            add(consumer, 0);
            while (refusals.get() > 0) {
                Thread.onSpinWait();
            }
            add(consumer, 0); // the mock hands each added record out once; a broker gives it again after a seek
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isZero();
            assertThat(consumer.position(PARTITION)).isEqualTo(1);
        }
    }

    @Test
    void shouldTryAgainWhenBrokersAreNotThereYet() throws Exception {
        MockConsumer<byte[], byte[]> consumer = consumer(0, 0);
        AtomicInteger tries = new AtomicInteger();
        try (TopicTail tail = new TopicTail(
                "tail",
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new KafkaException("no brokers");
                    }
                    return consumer;
                },
                Map.of(TOPIC, StartAt.BEGINNING),
                sink())) {
            tail.start();
            awaitReady(tail);
            assertThat(tries).hasValue(2);
            assertThat(tail.isAlive()).isTrue();
        }
    }

    @Test
    void shouldEndWhenClosedWhileBrokersDoNotAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        TopicTail tail = tail(silent(asked, woken), StartAt.END);
        tail.start();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        tail.close();

        assertThat(tail.isAlive()).isFalse();
    }

    /** Waits for an answer until it is woken. */
    private static MockConsumer<byte[], byte[]> silent(CountDownLatch asked, CountDownLatch woken) {
        return new MockConsumer<>("earliest") {
            @Override
            public List<PartitionInfo> partitionsFor(String topic) {
                asked.countDown();
                try {
                    woken.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                throw new WakeupException();
            }

            @Override
            public void wakeup() {
                woken.countDown();
            }
        };
    }

    private TopicTail tail(MockConsumer<byte[], byte[]> consumer, StartAt start) {
        return new TopicTail("tail", () -> consumer, Map.of(TOPIC, start), sink());
    }

    private TopicTail.Sink sink() {
        return new TopicTail.Sink() {
            @Override
            public void accept(ConsumerRecord<byte[], byte[]> record) {
                if (refusals.getAndDecrement() > 0) {
                    throw new RegistryUnavailableException("down", new IllegalStateException());
                }
                seen.add(record.offset());
            }

            @Override
            public void flush() {}
        };
    }

    private static MockConsumer<byte[], byte[]> consumer(long begin, long end) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Node node = new Node(1, "127.0.0.1", 1);
        consumer.updatePartitions(
                TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateBeginningOffsets(Map.of(PARTITION, begin));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        return consumer;
    }

    private static void add(MockConsumer<byte[], byte[]> consumer, long offset) {
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, new byte[] {1}, new byte[] {1})));
    }

    private static void awaitReady(TopicTail tail) {
        while (!tail.isReady()) {
            Thread.onSpinWait();
        }
    }
}
