package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.EventClock;
import io.thumbstream.reward.assemble.FeedbackJoiner;
import io.thumbstream.reward.assemble.JoinerListener;
import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.interpret.InterpreterChain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The joiner of one partition over its stored state, with the event clock that drives it. Times of events are microseconds since
 * the epoch; of wall-clock times, microseconds too, only the differences count.
 *
 * <p>Opening it on a store goes on where the last commit of that store left off: the clock begins no later than it had come,
 * and no earlier than the newest record that still waits. Not thread-safe.
 */
public final class PartitionJoiner {
    private static final long NANOS_PER_MICRO = 1_000;

    private final KeyValueJoinerStore store;
    private final FeedbackJoiner joiner;
    private final EventClock clock;

    PartitionJoiner(
            JoinerSettings settings,
            InterpreterChain interpreters,
            Duration idleGrace,
            KeyValueJoinerStore store,
            JoinerListener listener,
            long wallMicros) {
        this.store = store;
        this.joiner = new FeedbackJoiner(settings, interpreters, store, listener);
        this.clock = new EventClock(idleGrace);
        if (store.frontier() != Long.MIN_VALUE) {
            clock.observe(store.frontier() + settings.lateness().toNanos() / NANOS_PER_MICRO, wallMicros);
        }
        store.newestWaiting().ifPresent(newest -> clock.observe(newest, wallMicros));
    }

    /**
     * A joiner over a store in which nothing is sealed.
     *
     * @param idleGrace wall-clock time without traffic after which event time runs by itself
     * @param wallMicros wall-clock time now
     */
    public static PartitionJoiner open(
            JoinerSettings settings,
            InterpreterChain interpreters,
            Duration idleGrace,
            KeyValueStore<Bytes, byte[]> store,
            JoinerListener listener,
            long wallMicros) {
        KeyValueJoinerStore state = new KeyValueJoinerStore(store, new StateSeal(Optional.empty()));
        return new PartitionJoiner(settings, interpreters, idleGrace, state, listener, wallMicros);
    }

    /** Takes an event in; it has no effect before {@link #release} passes it. */
    public void accept(Event event, long wallMicros) {
        clock.observe(event.timeMicros(), wallMicros);
        joiner.accept(event);
    }

    /**
     * Takes an event in that is kept as the record it came in.
     *
     * @param record its bytes, as they lie in the topic
     */
    void accept(Event event, byte[] record, long wallMicros) {
        clock.observe(event.timeMicros(), wallMicros);
        store.enqueue(event, record);
    }

    /**
     * Lets everything take effect that is due by the event time reached.
     *
     * @param limit most events and timers to handle in this call
     * @return decisions in the order they were made; none before the first event
     */
    public List<Output> release(long wallMicros, int limit) {
        return clock.started() ? joiner.advance(clock.now(wallMicros), limit) : List.of();
    }

    /** Writes down what is kept in memory only; call it after each release and what was done with its decisions. */
    public void flush() {
        store.flush();
    }

    KeyValueJoinerStore store() {
        return store;
    }
}
