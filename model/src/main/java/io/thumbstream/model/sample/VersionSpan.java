package io.thumbstream.model.sample;

/**
 * Half-open range of token indices that one policy version sampled.
 *
 * @param start first token index, at least 0
 * @param end one past the last token index, above {@code start}
 * @param policyVersion version of the weights
 */
public record VersionSpan(int start, int end, long policyVersion) {
    public VersionSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a version span needs 0 <= start < end, not " + start + ".." + end);
        }
    }
}
