package io.thumbstream.gateway.input;

import io.thumbstream.gateway.event.AnswerSpan;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the marked part of feedback of kind span: {@code {"start": 3, "end": 9}}, half open, in code points of the answer.
 *
 * <p>Whether the answer is long enough is for the interpreter to say, because an answer may come after feedback on it. Parts of one
 * person may overlap: each is an opinion of its own, and the same part again replaces what was said of it.
 */
final class AnswerSpans {
    private static final String FIELD = "span";
    private static final String START = "start";
    private static final String END = "end";

    private AnswerSpans() {}

    /**
     * The marked part; empty for the kinds that have none.
     *
     * @param longest longest text of an answer, characters
     */
    static Optional<AnswerSpan> read(Fields fields, Kind kind, int longest) {
        if (kind != Kind.SPAN) {
            if (fields.has(FIELD)) {
                throw fields.bad(FIELD, "belongs to kind 'span' only");
            }
            return Optional.empty();
        }
        Fields span = new Fields(fields.node(FIELD), fields.path(FIELD));
        span.allowOnly(Set.of(START, END));
        int start = position(span, START, longest);
        int end = position(span, END, longest);
        if (end <= start) {
            throw span.bad(END, "is " + end + "; it must be above 'start', which is " + start);
        }
        return Optional.of(new AnswerSpan(start, end));
    }

    private static int position(Fields span, String name, int longest) {
        if (!span.has(name)) {
            throw span.bad(name, "is missing; count code points of the answer from 0");
        }
        return Math.toIntExact(span.integer(name, 0, 0, longest));
    }
}
