package io.thumbstream.gateway.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A conversation that wants answers.
 *
 * @param groupId group of the prompt and of all its answers
 * @param turns conversation so far, oldest first
 * @param sampling how to draw
 * @param groupSize answers to sample
 * @param displayedCount answers that a person will see
 * @param userKey pseudonymous key of the person
 * @param feedbackProbability probability that feedback is asked for or given, range [0, 1]
 * @param logProbs whether log-probabilities are wanted with the answers
 * @param eventTime when the gateway accepted it
 */
public record PromptEvent(
        String groupId,
        List<Turn> turns,
        SamplingChoice sampling,
        int groupSize,
        int displayedCount,
        Optional<String> userKey,
        double feedbackProbability,
        boolean logProbs,
        Instant eventTime)
        implements GatewayEvent {
    public PromptEvent {
        turns = List.copyOf(turns);
    }
}
