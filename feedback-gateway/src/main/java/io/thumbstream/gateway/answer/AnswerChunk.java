package io.thumbstream.gateway.answer;

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
     */
    public record End(String reason, int promptTokens, int completionTokens, Optional<String> error) {}
}
