package io.thumbstream.gateway.input;

import io.thumbstream.gateway.event.SamplingChoice;
import io.thumbstream.gateway.event.Turn;
import java.util.List;
import java.util.Optional;

/**
 * A request of {@code POST /v1/chat/completions}.
 *
 * @param turns conversation so far, oldest first, at least one of them of a user
 * @param sampling how to draw
 * @param displayedCount answers the caller wants
 * @param stream whether the answer is sent piece by piece
 * @param logProbs whether each answer comes with the log-probabilities of its tokens
 * @param includeUsage whether a stream ends with the token counts
 * @param user the caller's name of the person
 */
public record ChatRequest(
        List<Turn> turns,
        SamplingChoice sampling,
        int displayedCount,
        boolean stream,
        boolean logProbs,
        boolean includeUsage,
        Optional<String> user) {
    public ChatRequest {
        turns = List.copyOf(turns);
    }
}
