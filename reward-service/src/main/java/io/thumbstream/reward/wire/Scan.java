package io.thumbstream.reward.wire;

import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Everything in a store whose key begins with a prefix; costs many times as much as a read by key. */
final class Scan {
    private Scan() {}

    /** Calls {@code action} with each key and value, in the order of the keys; it may not change the store. */
    static void each(KeyValueStore<Bytes, byte[]> store, Bytes prefix, BiConsumer<Bytes, byte[]> action) {
        try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(prefix, new BytesSerializer())) {
            found.forEachRemaining(entry -> action.accept(entry.key, entry.value));
        }
    }
}
