package io.thumbstream.gateway.answer;

import java.util.List;
import java.util.Optional;

/**
 * A piece of an answer while it is made.
 *
 * @param rolloutId answer it belongs to
 * @param sequence number from 0 without gaps
 * @param text text added
 * @param end set on the last piece
 * @param policyVersion policy version that sampled it
 */
public record AnswerChunk(String rolloutId, int sequence, String text, Optional<End> end, long policyVersion) {

    /**
     * How an answer ended.
     *
     * @param reason stop, length, or anything else the generator reported, lower case
     * @param promptTokens tokens of the prompt
     * @param completionTokens tokens of the answer
     * @param error what went wrong, empty when nothing did
     * @param tokens its tokens, when the prompt asked for their log-probabilities
     */
    public record End(
            String reason, int promptTokens, int completionTokens, Optional<String> error, List<Token> tokens) {
        public End {
            tokens = List.copyOf(tokens);
        }

        /** An end without tokens. */
        public End(String reason, int promptTokens, int completionTokens, Optional<String> error) {
            this(reason, promptTokens, completionTokens, error, List.of());
        }
    }

    /**
     * A token of an answer.
     *
     * @param text its text, empty for the token that closes answers
     * @param logProb natural log-probability under the distribution it was drawn from
     */
    public record Token(String text, double logProb) {}
}
