package io.thumbstream.generator.schedule;

import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.text.Turn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt as the generator works on it.
 *
 * @param promptId id of the request
 * @param groupId id of the group of its answers
 * @param turns conversation so far, oldest first, at least one
 * @param sampling settings asked for
 * @param seed caller's seed; 0 takes one from the group id
 * @param groupSize answers wanted, at least 1
 * @param displayedCount answers a person will see, from index 0, range [0, groupSize]
 * @param interactive whether a person waits
 * @param userKey pseudonymous key of the person, when known
 * @param explorationArm arm that the caller chose, when it did
 * @param feedbackProbability probability that feedback is asked for or given, range [0, 1]
 * @param stream whether pieces are wanted while the answer is made
 * @param logProbs whether log-probabilities are wanted with the answer
 * @param createdAt when the gateway accepted it
 * @param position where it was read
 */
public record PromptJob(
        String promptId,
        String groupId,
        List<Turn> turns,
        SamplingSettings sampling,
        long seed,
        int groupSize,
        int displayedCount,
        boolean interactive,
        @Nullable String userKey,
        @Nullable String explorationArm,
        double feedbackProbability,
        boolean stream,
        boolean logProbs,
        Instant createdAt,
        Position position) {

    public PromptJob {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("prompt " + promptId + " has no messages; send at least one");
        }
        if (groupSize < 1) {
            throw new IllegalArgumentException("groupSize is " + groupSize + "; it must be at least 1");
        }
        if (displayedCount < 0 || displayedCount > groupSize) {
            throw new IllegalArgumentException(
                    "displayedCount is " + displayedCount + "; it must be in [0, groupSize " + groupSize + "]");
        }
    }
}
