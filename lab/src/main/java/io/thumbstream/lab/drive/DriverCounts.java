package io.thumbstream.lab.drive;

/**
 * What the simulated people have done so far.
 *
 * @param questions calls for an answer
 * @param feedback calls with any feedback, retractions included
 * @param votes distinct pieces of feedback answered 2xx, retractions not counted
 * @param waiting feedback that people are still thinking about
 */
public record DriverCounts(CallCounts questions, CallCounts feedback, long votes, long waiting) {
    static final DriverCounts NONE = new DriverCounts(CallCounts.NONE, CallCounts.NONE, 0, 0);

    /** Whether no call is under way and nobody is thinking. */
    boolean idle() {
        return waiting == 0 && questions.isOver() && feedback.isOver();
    }
}
