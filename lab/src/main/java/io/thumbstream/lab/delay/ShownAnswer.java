package io.thumbstream.lab.delay;

/**
 * An answer somebody saw, and what is to come of it.
 *
 * @param shownAt when, in seconds from the start of the record
 * @param yes whether there is a "yes", sooner or later; else there is silence for ever
 * @param delay from the answer to its "yes", in seconds; without meaning where there is none
 */
public record ShownAnswer(double shownAt, boolean yes, double delay) {

    /** When its "yes" comes, in seconds from the start of the record; infinity where it never does. */
    public double answeredAt() {
        return yes ? shownAt + delay : Double.POSITIVE_INFINITY;
    }
}
