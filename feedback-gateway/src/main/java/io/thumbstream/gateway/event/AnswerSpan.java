package io.thumbstream.gateway.event;

/**
 * A part of an answer, counted in code points of its text, so that no part begins or ends inside a character.
 *
 * @param start first code point, from 0
 * @param end one past the last code point, above {@code start}
 */
public record AnswerSpan(int start, int end) {
    /** The range in words, for example {@code 3-9}. */
    public String text() {
        return start + "-" + end;
    }
}
