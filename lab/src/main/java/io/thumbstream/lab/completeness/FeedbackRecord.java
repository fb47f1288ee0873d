package io.thumbstream.lab.completeness;

import java.time.Instant;
import java.util.List;

/**
 * Answers that people saw and what they said about them, in whatever order.
 *
 * @param answers answers that were shown
 * @param votes votes, repeated ones included
 */
public record FeedbackRecord(List<Answer> answers, List<Vote> votes) {
    public FeedbackRecord {
        answers = List.copyOf(answers);
        votes = List.copyOf(votes);
    }

    /**
     * An answer that was shown.
     *
     * @param id rollout id
     * @param group id of the prompt that it answers
     * @param at when it was complete
     */
    public record Answer(String id, String group, Instant at) {}

    /**
     * A vote.
     *
     * @param id key that its caller gave; the same id is the same vote
     * @param kind what it is, see {@link Kind#name}
     * @param group id of the prompt
     * @param targets rollout ids
     * @param at when it was accepted
     */
    public record Vote(String id, String kind, String group, List<String> targets, Instant at) {
        public Vote {
            targets = List.copyOf(targets);
        }
    }
}
