package io.thumbstream.gateway.view;

import java.time.Instant;

/**
 * How far a vote has come.
 *
 * @param vote the vote, without any text
 * @param seenAt when the gateway saw it on the topic, or heard that it is stored
 * @param counted whether a label came from it
 */
public record VoteState(Seen.Vote vote, Instant seenAt, boolean counted) {
    VoteState count() {
        return new VoteState(vote, seenAt, true);
    }

    /** The same without what was said. */
    public VoteState forgotten() {
        return new VoteState(vote.forgotten(), seenAt, counted);
    }
}
