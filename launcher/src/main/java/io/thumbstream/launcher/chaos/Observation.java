package io.thumbstream.launcher.chaos;

/**
 * A request as its client saw it; times are of one clock that only runs forward.
 *
 * @param id id of the vote
 * @param begun when it was sent, nanoseconds
 * @param ended when its answer was there, nanoseconds
 * @param status HTTP status; 0 when no answer came
 * @param body body of the answer, or why none came
 * @param retryAfter whether the answer says when to come back
 */
record Observation(String id, long begun, long ended, int status, String body, boolean retryAfter) {
    private static final int HUNDRED = 100;

    boolean accepted() {
        return status / HUNDRED == 2;
    }

    /** Whether it was sent at {@code from} or later, and not later than {@code to}. */
    boolean begunWithin(long from, long to) {
        return begun - from >= 0 && to - begun >= 0;
    }

    /** Whether all of it lies between the two. */
    boolean within(long from, long to) {
        return begunWithin(from, to) && to - ended >= 0;
    }
}
