package io.thumbstream.reward.event;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** An input of the joiner with its event time. */
public sealed interface Event permits RolloutEvent, FeedbackEvent {

    /**
     * The one order in which events take effect: event time, rollouts before feedback, id, place in the log.
     * It does not depend on when an event arrived.
     */
    Comparator<Event> CANONICAL = Event::compare;

    /** By hand, because every event is compared with many that wait. */
    private static int compare(Event one, Event other) {
        int order = Long.compare(one.timeMicros(), other.timeMicros());
        if (order == 0) {
            order = Boolean.compare(other instanceof RolloutEvent, one instanceof RolloutEvent);
        }
        if (order == 0) {
            order = one.id().compareTo(other.id());
        }
        return order == 0 ? one.source().compareTo(other.source()) : order;
    }

    /** Id that makes the event idempotent: rollout id or feedback id. */
    String id();

    String groupId();

    /** Event time, microseconds since the epoch. */
    long timeMicros();

    /** The same event, happened at {@code micros} since the epoch where it says that it was later. */
    Event notAfter(long micros);

    SourceRef source();

    /** Pseudonymous key of the person it is of; null when unknown. */
    @Nullable
    String userKey();
}
