package io.thumbstream.launcher.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A state store in memory that can go back to its last commit, as a changelog does after an exactly-once restart. */
class Memory implements KeyValueStore<Bytes, byte[]> {
    private NavigableMap<Bytes, byte[]> entries = new TreeMap<>();
    private NavigableMap<Bytes, byte[]> committed = new TreeMap<>();

    void commit() {
        committed = new TreeMap<>(entries);
    }

    void rollBack() {
        entries = new TreeMap<>(committed);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        return entries.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        return entries.remove(key);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return entries.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new Entries(entries.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new Entries(entries);
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        byte[] start = serializer.serialize("", prefix);
        NavigableMap<Bytes, byte[]> found = new TreeMap<>();
        for (Map.Entry<Bytes, byte[]> entry :
                entries.tailMap(Bytes.wrap(start), true).entrySet()) {
            if (!startsWith(entry.getKey().get(), start)) {
                break;
            }
            found.put(entry.getKey(), entry.getValue());
        }
        return new Entries(found);
    }

    private static boolean startsWith(byte[] key, byte[] start) {
        return key.length >= start.length && Arrays.equals(key, 0, start.length, start, 0, start.length);
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new UnsupportedOperationException("a simulated store is used without Kafka Streams");
    }

    @Override
    public void close() {
        entries.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Entries as they were when the scan began. */
    private static final class Entries implements KeyValueIterator<Bytes, byte[]> {
        private final List<KeyValue<Bytes, byte[]>> found = new ArrayList<>();
        private int next;

        Entries(NavigableMap<Bytes, byte[]> range) {
            range.forEach((key, value) -> found.add(KeyValue.pair(key, value)));
        }

        @Override
        public boolean hasNext() {
            return next < found.size();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the scan is at its end; ask hasNext() first");
            }
            return found.get(next++);
        }

        @Override
        public Bytes peekNextKey() {
            return found.get(next).key;
        }

        @Override
        public void close() {
            found.clear();
        }
    }
}
