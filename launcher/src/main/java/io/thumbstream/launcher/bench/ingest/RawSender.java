package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A producer with the settings of the gateway's, which sends records that a gateway wrote, without a gateway. */
final class RawSender implements Sender {
    private static final int SAMPLED = 16;
    private static final double NANOS = 1e9;

    private final Producer<byte[], byte[]> producer;
    private final List<ProducerRecord<byte[], byte[]>> records;
    private final int window;
    private final Semaphore room;
    private int next;

    /**
     * A producer of its own.
     *
     * @param maxBlock as the gateway's
     * @param records sent in turn, over and over
     * @param window records under way at most
     */
    RawSender(KafkaSettings kafka, Duration maxBlock, List<ProducerRecord<byte[], byte[]>> records, int window) {
        Map<String, Object> config = new HashMap<>(ClientSettings.producer(kafka, "bench-raw-" + window));
        config.put("max.block.ms", Long.toString(maxBlock.toMillis()));
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.records = List.copyOf(records);
        this.window = window;
        this.room = new Semaphore(window);
    }

    @Override
    public Slice run(Duration time) throws InterruptedException {
        AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
        Latencies latencies = new Latencies();
        long began = System.nanoTime();
        long sent = 0;
        do {
            room.acquire();
            ProducerRecord<byte[], byte[]> record = records.get(next);
            next = (next + 1) % records.size();
            long at = sent % SAMPLED == 0 ? System.nanoTime() : 0;
            // acknowledgements come from one thread, so that they need no lock between them
            var unused = producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    failed.set(failure);
                } else if (at != 0) {
                    latencies.add(System.nanoTime() - at);
                }
                room.release();
            });
            sent++;
        } while (System.nanoTime() - began < time.toNanos());
        room.acquire(window);
        room.release(window);
        double seconds = (System.nanoTime() - began) / NANOS;
        Exception failure = failed.get();
        if (failure != null) {
            throw new FatalException("the producer without a gateway failed: " + failure.getMessage(), failure);
        }
        return new Slice(sent, 0, seconds, latencies);
    }

    @Override
    public void close() {
        producer.close();
    }
}
