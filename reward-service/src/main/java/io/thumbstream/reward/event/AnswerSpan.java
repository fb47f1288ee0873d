package io.thumbstream.reward.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer, counted in code points of its text.
 *
 * @param start first code point, from 0
 * @param end one past the last code point
 */
public record AnswerSpan(int start, int end) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");

    /** The range in words, for example {@code 3-9}: what feedback of kind SPAN has as its text. */
    public String text() {
        return start + "-" + end;
    }

    /** Reads what {@link #text()} wrote; empty when it is no range. */
    public static Optional<AnswerSpan> of(@Nullable String text) {
        Matcher form = FORM.matcher(text == null ? "" : text);
        return form.matches()
                ? Optional.of(new AnswerSpan(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }

    /** Number of code points. */
    public int length() {
        return end - start;
    }

    /** Whether it is a part, and not an empty one, of a text of so many code points. */
    public boolean liesWithin(int codePoints) {
        return start >= 0 && start < end && end <= codePoints;
    }
}
