package io.thumbstream.reward.credit;

import io.thumbstream.reward.event.AnswerSpan;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Remark;
import io.thumbstream.reward.event.RolloutEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the tokens that people pointed at.
 *
 * <p>An edit points at the first code point that it changed, as bad; a marked part at itself, by its verdict. Records do not say where in the
 * text a token begins: the token of code point {@code c} of {@code n} is {@code floor(c tokens / n)}, as if all were equally long. That is
 * exact for tokens of one letter, and some tokens off otherwise.
 */
public final class TokenMarks {
    private TokenMarks() {}

    /**
     * The marks in an answer, in the order of the remarks; none where its tokens are unknown.
     *
     * @param remarks about any answers; those about others are passed over
     */
    public static List<TokenMark> of(RolloutEvent answer, List<Remark> remarks) {
        List<TokenMark> marks = new ArrayList<>();
        int[] text = answer.response().codePoints().toArray();
        int tokens = answer.trace().length();
        if (tokens == 0 || text.length == 0) {
            return marks;
        }
        for (Remark remark : remarks) {
            if (remark.rolloutId().equals(answer.id())) {
                mark(remark, text, tokens).ifPresent(marks::add);
            }
        }
        return marks;
    }

    private static Optional<TokenMark> mark(Remark remark, int[] text, int tokens) {
        if (remark.kind() == FeedbackKind.EDIT) {
            int changed = token(firstChange(text, remark.text()), text.length, tokens);
            return Optional.of(new TokenMark(changed, changed, false));
        }
        Double verdict = remark.value();
        if (remark.kind() != FeedbackKind.SPAN || verdict == null) {
            return Optional.empty();
        }
        boolean good = verdict > 0;
        return AnswerSpan.of(remark.text())
                .filter(span -> span.liesWithin(text.length))
                .map(span -> new TokenMark(
                        token(span.start(), text.length, tokens), token(span.end() - 1, text.length, tokens), good));
    }

    /** Place of the first code point that differs; white space before either text is no difference. */
    private static int firstChange(int[] text, String edited) {
        int[] corrected = edited.strip().codePoints().toArray();
        int begin = 0;
        while (begin < text.length && Character.isWhitespace(text[begin])) {
            begin++;
        }
        int same = 0;
        while (begin + same < text.length && same < corrected.length && text[begin + same] == corrected[same]) {
            same++;
        }
        return begin + same;
    }

    private static int token(int codePoint, int codePoints, int tokens) {
        return (int) Math.min(tokens - 1L, (long) codePoint * tokens / codePoints);
    }
}
