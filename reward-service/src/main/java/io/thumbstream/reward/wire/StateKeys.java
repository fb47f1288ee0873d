package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Timer;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the one store that holds everything: a letter for the kind of value, then its parts.
 *
 * <p>One store instead of several, because a task with a store that was never written loses all its state at a clean
 * restart under exactly-once.
 */
final class StateKeys {
    static final char GROUP = 'g';
    static final char ROLLOUT = 'r';
    static final char BALLOT = 'b';
    static final char SEEN = 's';
    static final char PARKED = 'p';
    static final char EVENT = 'e';
    static final char TIMER = 't';
    static final char META = 'm';

    private static final char SEPARATOR = '\u0000';
    private static final int LONG_BYTES = Long.BYTES;

    private StateKeys() {}

    /** Everything of one kind. */
    static Bytes all(char kind) {
        return Bytes.wrap(new byte[] {(byte) kind});
    }

    /** Everything of one kind in one group. */
    static Bytes group(char kind, String groupId) {
        return text(kind + groupId + SEPARATOR);
    }

    /** One value of a group. */
    static Bytes member(char kind, String groupId, String id) {
        return text(kind + groupId + SEPARATOR + id);
    }

    static Bytes meta(String name) {
        return text(META + name);
    }

    static Bytes event(Event event) {
        ByteBuffer key = ByteBuffer.allocate(2 + 2 * LONG_BYTES + Integer.BYTES);
        key.put((byte) EVENT).put((byte) (event instanceof RolloutEvent ? 0 : 1));
        key.putLong(event.timeMicros())
                .putInt(event.source().partition())
                .putLong(event.source().offset());
        return Bytes.wrap(key.array());
    }

    /** Event time, from the key that {@link #event} gave it. */
    static long timeMicros(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong(2);
    }

    /** Where the record of an event lies, from the key that {@link #event} gave it. */
    static SourceRef source(Bytes key) {
        ByteBuffer in = ByteBuffer.wrap(key.get());
        in.get();
        boolean rollout = in.get() == 0;
        in.getLong();
        return new SourceRef((rollout ? Topics.ROLLOUTS : Topics.FEEDBACK).name(), in.getInt(), in.getLong());
    }

    static Bytes timer(Timer timer) {
        byte[] rest = (timer.groupId() + SEPARATOR + timer.reference()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(2 + LONG_BYTES + rest.length);
        key.put((byte) TIMER)
                .putLong(timer.dueMicros())
                .put((byte) timer.kind().ordinal())
                .put(rest);
        return Bytes.wrap(key.array());
    }

    static Timer timer(Bytes key) {
        ByteBuffer in = ByteBuffer.wrap(key.get());
        in.get();
        long due = in.getLong();
        Timer.Kind kind = Timer.Kind.values()[in.get()];
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        String text = new String(rest, StandardCharsets.UTF_8);
        int cut = text.indexOf(SEPARATOR);
        return new Timer(due, kind, text.substring(0, cut), text.substring(cut + 1));
    }

    private static Bytes text(String key) {
        return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
    }
}
