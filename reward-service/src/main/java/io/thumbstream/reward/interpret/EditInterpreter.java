package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * An edit as a comparison: the corrected text is better than the answer it corrects.
 *
 * <p>Items are the edited text (rollout id of the answer, {@code #}, feedback id; policy version -1) and the answer;
 * {@code value = 1}. An edit that changes nothing says nothing: a tie with weight 0.
 */
final class EditInterpreter implements FeedbackInterpreter {
    private static final long MADE_BY_NO_POLICY = -1;

    /** @param weight weight of an edit that changes something, at least 0 */
    record Settings(double weight) {
        Settings {
            Weights.check("weight", weight);
        }
    }

    private final Settings settings;

    EditInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.EDIT);
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        String edited = statement.text();
        if (edited == null || edited.isBlank()) {
            return new Interpretation.Nonsense("an edit needs the whole corrected answer as text");
        }
        RolloutEvent answer = answers.get(0);
        LabelItem better =
                new LabelItem(answer.id() + "#" + statement.feedbackId(), answer.prompt(), edited, MADE_BY_NO_POLICY);
        boolean changed = !edited.strip().equals(answer.response().strip());
        return new Interpretation.Meaning(
                List.of(better, Items.of(answer)), changed ? 1 : 0.5, changed ? settings.weight() : 0, false);
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.EDIT, Signal.EVENT_POSITION, Signal.PAIR, Signal.WEIGHT);
    }
}
