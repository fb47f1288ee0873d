package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.AnswerSpan;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A marked part of an answer as a weak binary label of the whole answer: good is 1, bad is 0.
 *
 * <p>{@code value = (verdict + 1) / 2}, {@code label weight = weight * marked code points / code points of the answer}. So the marks of
 * one person that do not overlap weigh at most {@code weight} together, and their weighted mean is the share of good text among what was
 * marked. A quarter of an explicit vote is a judgement, not a measurement.
 *
 * <p>Where in the answer the part lies is no part of the label; the credit assigner {@code at-event} reads it. It is no approval of the answer, so
 * it neither replaces what the person said of the answer as a whole nor stands in for it. A part with words only says nothing: weight 0.
 */
final class SpanInterpreter implements FeedbackInterpreter {
    /** @param weight weight of an answer that is marked from end to end, at least 0 */
    record Settings(double weight) {
        Settings {
            Weights.check("weight", weight);
        }
    }

    private final Settings settings;

    SpanInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.SPAN);
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        RolloutEvent answer = answers.get(0);
        int length = answer.response().codePointCount(0, answer.response().length());
        Optional<AnswerSpan> span = AnswerSpan.of(statement.text()).filter(part -> part.liesWithin(length));
        if (span.isEmpty()) {
            return new Interpretation.Nonsense("a part lies within the answer, which has " + length
                    + " code points, and is not empty; it is " + statement.text());
        }
        Double verdict = statement.value();
        if (verdict == null) {
            return Opinion.unobserved(answer);
        }
        if (verdict != 1 && verdict != -1) {
            return new Interpretation.Nonsense("a part is +1, -1 or only commented on, not " + verdict);
        }
        return Opinion.aside(
                answer, verdict > 0 ? 1 : 0, settings.weight() * span.get().length() / length);
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.BINARY_LABEL, Signal.EVENT_POSITION, Signal.WEIGHT);
    }
}
