package io.thumbstream.lab.trace;

import java.util.Map;

/**
 * One vote's way.
 *
 * @param feedbackId the vote
 * @param seconds time from the vote to each stage it has reached, unit seconds, never decreasing
 */
public record VoteTrace(String feedbackId, Map<Stage, Double> seconds) {
    public VoteTrace {
        seconds = Map.copyOf(seconds);
    }

    /** Returns whether an answer was given by a policy that learned from the vote. */
    public boolean complete() {
        return seconds.containsKey(Stage.ANSWER);
    }
}
