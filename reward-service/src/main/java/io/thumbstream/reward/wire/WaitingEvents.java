package io.thumbstream.reward.wire;

import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.SourceRef;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Events that were taken in and have not taken effect, in canonical order; in memory, and in the store for the next start. Not
 * thread-safe.
 *
 * <p>One that came as a record is stored as that record: it is encoded already, and sealed for its person where its topic is.
 */
final class WaitingEvents {
    /** First byte of a stored record; neither the version of a codec nor a sealed value begins with it. */
    private static final byte RECORD = 126;

    private final KeyValueStore<Bytes, byte[]> store;
    private final StateSeal seal;
    private final TreeSet<Event> events = new TreeSet<>(Event.CANONICAL);

    /** Reads stored records. */
    interface Records {
        /**
         * The event in a record that was read before.
         *
         * @param timeMicros event time that it had then
         * @return empty when its person was erased since
         */
        Optional<Event> read(SourceRef source, long timeMicros, byte[] record);

        /** For who keeps no records. */
        static Records none() {
            return (source, timeMicros, record) -> {
                throw new IllegalStateException("the joiner's state keeps " + source
                        + " as a record, and nobody here reads records; open it as the reward service does");
            };
        }
    }

    /** Those that waited when the store was used last. */
    WaitingEvents(KeyValueStore<Bytes, byte[]> store, StateSeal seal, Records records) {
        this.store = store;
        this.seal = seal;
        Scan.each(store, StateKeys.all(StateKeys.EVENT), (key, value) -> read(key, value, records)
                .ifPresent(events::add));
    }

    private Optional<Event> read(Bytes key, byte[] stored, Records records) {
        if (stored.length > 0 && stored[0] == RECORD) {
            return records.read(
                    StateKeys.source(key), StateKeys.timeMicros(key), Arrays.copyOfRange(stored, 1, stored.length));
        }
        return seal.open(stored).map(EventCodec::decode);
    }

    void add(Event event) {
        events.add(event);
        store.put(StateKeys.event(event), seal.close(event.userKey(), EventCodec.encode(event)));
    }

    /** @param record the record it came in, as it lies in its topic */
    void add(Event event, byte[] record) {
        events.add(event);
        store.putIfAbsent( // what takes effect before the next commit is then never written
                StateKeys.event(event),
                ByteBuffer.allocate(1 + record.length).put(RECORD).put(record).array());
    }

    @Nullable
    Event first() {
        return events.isEmpty() ? null : events.first();
    }

    /** Unlike {@code delete} of the store, this does not read the value that goes. */
    void remove(Event event) {
        events.remove(event);
        store.put(StateKeys.event(event), null);
    }

    /** Event time of the newest one, microseconds. */
    OptionalLong newestMicros() {
        return events.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(events.last().timeMicros());
    }
}
