package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * A choice between two answers as P(first better): 1, 0, or 0.5 for a tie.
 *
 * <p>{@code value = (choice + 1) / 2}. A tie is an observation of its own; whether it is learned by Davidson or
 * Rao-Kupper is the reward objective's business. {@code tie-weight} 0 leaves ties out of learning but in the count.
 */
final class PairInterpreter implements FeedbackInterpreter {

    /**
     * @param weight weight of a choice, at least 0
     * @param tieWeight weight of a tie, at least 0
     */
    record Settings(double weight, double tieWeight) {
        Settings {
            Weights.check("weight", weight);
            Weights.check("tie-weight", tieWeight);
        }
    }

    private final Settings settings;

    PairInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.PAIR);
    }

    @Override
    public int targets() {
        return 2;
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        Double choice = statement.value();
        if (choice == null || (choice != 1 && choice != -1 && choice != 0)) {
            return new Interpretation.Nonsense("a choice between two is +1, 0 or -1, not " + choice);
        }
        double weight = choice == 0 ? settings.tieWeight() : settings.weight();
        return new Interpretation.Meaning(
                List.of(Items.of(answers.get(0)), Items.of(answers.get(1))), (choice + 1) / 2, weight, false);
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.PAIR, Signal.WEIGHT);
    }
}
