package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.event.Event;
import java.util.List;

/** What may stand between the joiner and its surroundings, so that tests can plant defects; by itself it changes nothing. */
interface Meddling {
    /** Nothing stands between. */
    Meddling NONE = new Meddling() {};

    /** A fresh state store. */
    default Memory memory() {
        return new Memory();
    }

    /** Records that the joiner gets for one of the log. */
    default List<Event> incoming(Event event) {
        return List.of(event);
    }

    /** Decisions that leave the joiner for one that it made. */
    default List<Output> outgoing(Output output) {
        return List.of(output);
    }
}
