package io.thumbstream.reward.wire;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A key-value store whose writes reach the store below, and its changelog, once for each key and commit, and which remembers what was
 * read or written last.
 *
 * <p>Kafka Streams calls {@link #flushCache} before each commit, in the same transaction, as it does for a cache of its own. That one
 * sorts its keys, for scans; this one hashes them, which a joiner that asks by key alone pays a sixth of the time for. A scan first
 * writes down what it would not see otherwise. What is written and removed again between two commits never reaches the store below when it was put
 * by {@link #putIfAbsent}. One thread uses it.
 */
final class WriteBehindStore extends WrappedStateStore<KeyValueStore<Bytes, byte[]>, Bytes, byte[]>
        implements KeyValueStore<Bytes, byte[]> {
    /** Keys and values that may wait for a commit, bytes; what comes above goes down at once, in the same transaction. */
    private static final long MOST_WAITING_BYTES = 16L << 20;

    /** Beside its key and value an entry takes about as much. */
    private static final int ENTRY_BYTES = 128;

    private static final byte[] NOTHING = new byte[0];

    private final Map<Bytes, Waiting> waiting = new LinkedHashMap<>();
    private final Set<Bytes> prefixes = new HashSet<>();
    private final Remembered remembered;
    private long waitingBytes;

    /**
     * A write that was not made yet.
     *
     * @param value null for a removal
     * @param fresh whether the store below has nothing under this key
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Waiting(byte @Nullable [] value, boolean fresh) {
        long size(Bytes key) {
            return ENTRY_BYTES + key.get().length + (value == null ? 0 : value.length);
        }
    }

    /** Values that the store below has, the least recently used one leaving first. */
    private static final class Remembered {
        private final Map<Bytes, byte[]> values = new LinkedHashMap<>(16, 0.75f, true);
        private final long mostBytes;
        private long bytes;

        Remembered(long mostBytes) {
            this.mostBytes = mostBytes;
        }

        byte @Nullable [] get(Bytes key) {
            return values.get(key);
        }

        void put(Bytes key, byte[] value) {
            bytes += size(key, value) - size(key, values.put(key, value));
            var oldest = values.entrySet().iterator();
            while (bytes > mostBytes && oldest.hasNext()) {
                Map.Entry<Bytes, byte[]> entry = oldest.next();
                bytes -= size(entry.getKey(), entry.getValue());
                oldest.remove();
            }
        }

        void remove(Bytes key) {
            bytes -= size(key, values.remove(key));
        }

        private static long size(Bytes key, byte @Nullable [] value) {
            return value == null ? 0 : ENTRY_BYTES + key.get().length + value.length;
        }

        void clear() {
            values.clear();
            bytes = 0;
        }
    }

    /**
     * A store above another.
     *
     * @param rememberedBytes most that is remembered of what the store below has, bytes of keys and values
     */
    WriteBehindStore(KeyValueStore<Bytes, byte[]> below, long rememberedBytes) {
        super(below);
        remembered = new Remembered(rememberedBytes);
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        clearCache();
        super.init(context, root);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        Waiting write = waiting.get(key);
        if (write != null) {
            return write.value();
        }
        byte[] known = remembered.get(key);
        if (known != null) {
            return known;
        }
        byte[] found = wrapped().get(key);
        if (found != null) {
            remembered.put(key, found);
        }
        return found;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        Waiting before = waiting.get(key);
        write(key, value, before != null && before.fresh());
    }

    private void write(Bytes key, byte @Nullable [] value, boolean fresh) {
        remembered.remove(key);
        if (value == null && fresh) {
            forget(key, waiting.remove(key));
            return;
        }
        Waiting write = new Waiting(value, fresh);
        forget(key, waiting.put(key, write));
        waitingBytes += write.size(key);
        prefixes.add(prefix(key));
        if (waitingBytes > MOST_WAITING_BYTES) {
            flushCache();
        }
    }

    private void forget(Bytes key, @Nullable Waiting before) {
        waitingBytes -= before == null ? 0 : before.size(key);
    }

    /** Up to the first zero, by which groups are told apart in keys; the whole key where there is none. */
    private static Bytes prefix(Bytes key) {
        byte[] bytes = key.get();
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return Bytes.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, end + 1)));
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = get(key);
        if (before == null) {
            Waiting removal = waiting.get(key);
            write(key, value, removal == null || removal.fresh());
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] before = get(key);
        put(key, null);
        return before;
    }

    /** Writes everything down; the newest values stay remembered. */
    @Override
    public void flushCache() {
        waiting.forEach((key, write) -> {
            wrapped().put(key, write.value());
            if (write.value() != null) {
                remembered.put(key, write.value());
            }
        });
        waiting.clear();
        prefixes.clear();
        waitingBytes = 0;
    }

    /** Forgets everything, also what was not written; Kafka Streams does so when a task gives its store to another. */
    @Override
    public void clearCache() {
        waiting.clear();
        prefixes.clear();
        waitingBytes = 0;
        remembered.clear();
    }

    /** What waits is dropped: at a clean end a commit came before, and at another one the transaction is void. */
    @Override
    public void close() {
        clearCache();
        super.close();
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, PS serializer) {
        byte[] bytes = Objects.requireNonNullElse(serializer.serialize("", prefix), NOTHING);
        boolean ofGroup = bytes.length > 0 && bytes[bytes.length - 1] == 0;
        if (!ofGroup || prefixes.contains(Bytes.wrap(bytes))) {
            flushCache();
        }
        return wrapped().prefixScan(prefix, serializer);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        flushCache();
        return wrapped().range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        flushCache();
        return wrapped().all();
    }

    @Override
    public long approximateNumEntries() {
        flushCache();
        return wrapped().approximateNumEntries();
    }
}
