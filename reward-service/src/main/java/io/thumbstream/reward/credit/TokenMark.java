package io.thumbstream.reward.credit;

/**
 * Tokens of an answer that a person pointed at.
 *
 * @param first first token, from 0
 * @param last last token, at least {@code first}
 * @param good whether the person approved of them
 */
public record TokenMark(int first, int last, boolean good) {
    public TokenMark {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(
                    "a mark reaches from token " + first + " to " + last + "; give 0 <= first <= last");
        }
    }
}
