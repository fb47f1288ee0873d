package io.thumbstream.reward.wire;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Shows every record that a stream thread fetches to a {@link BrokerTime}, before the record is processed.
 *
 * <p>A consumer knows whether a broker or the writer stamped a record. Kafka Streams says of all records that their writers did, to
 * processors and to timestamp extractors; so it is asked where records come in. Made by Kafka, one for each consumer.
 */
public final class StampWatch implements ConsumerInterceptor<byte[], byte[]> {
    /** Setting of the consumer that holds the {@link BrokerTime}. */
    static final String TIME = "thumbstream.broker.time";

    private static final String MAIN = "main.consumer.";
    private static final String CLASSES = "interceptor.classes";

    private Optional<BrokerTime> time = Optional.empty();

    /** Lets the stream threads with these settings show what they fetch to {@code time}; interceptors of the user stay. */
    public static void watch(Properties streams, BrokerTime time) {
        Optional<String> others = Stream.of(MAIN, "consumer.")
                .flatMap(prefix -> Optional.ofNullable(streams.getProperty(prefix + CLASSES)).stream())
                .filter(names -> !names.isBlank())
                .findFirst();
        String own = StampWatch.class.getName();
        streams.put(MAIN + CLASSES, others.map(names -> own + "," + names).orElse(own));
        streams.put(MAIN + TIME, time);
    }

    @Override
    public void configure(Map<String, ?> configs) {
        if (!(configs.get(TIME) instanceof BrokerTime given)) {
            throw new IllegalArgumentException("a StampWatch needs a BrokerTime as " + TIME + "; use StampWatch.watch");
        }
        time = Optional.of(given);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        time.ifPresent(shown -> records.forEach(shown::see));
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // commits tell nothing about time
    }

    @Override
    public void close() {
        // nothing is held
    }
}
