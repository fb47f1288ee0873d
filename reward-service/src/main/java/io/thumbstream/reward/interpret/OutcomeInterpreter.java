package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * The result of the task that an answer served, or a machine's judgement of it, as a soft binary label.
 *
 * <p>{@code value = outcome}, in [0, 1]: 1 is success. An explicit word of the same person about the same answer outranks it in
 * the approval of the answer; both make labels of their own.
 */
final class OutcomeInterpreter implements FeedbackInterpreter {

    /** @param weight weight of an outcome, at least 0 */
    record Settings(double weight) {
        Settings {
            Weights.check("weight", weight);
        }
    }

    private final Settings settings;

    OutcomeInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.OUTCOME);
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        Double outcome = statement.value();
        if (outcome == null || !(outcome >= 0 && outcome <= 1)) {
            return new Interpretation.Nonsense("an outcome lies in [0, 1], not " + outcome);
        }
        return Opinion.approval(answers.get(0), outcome, settings.weight());
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.OUTCOME, Signal.BINARY_LABEL, Signal.WEIGHT);
    }
}
