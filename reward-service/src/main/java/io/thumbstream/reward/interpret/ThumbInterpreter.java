package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * A thumb as a binary label: up is 1, down is 0.
 *
 * <p>{@code value = (thumb + 1) / 2}, {@code weight = up-weight} or {@code down-weight}. Down votes may deserve more
 * weight where unhappy people are rare; equal weights keep the label calibrated.
 */
final class ThumbInterpreter implements FeedbackInterpreter {

    /**
     * @param upWeight weight of a thumb up, at least 0
     * @param downWeight weight of a thumb down, at least 0
     */
    record Settings(double upWeight, double downWeight) {
        Settings {
            Weights.check("up-weight", upWeight);
            Weights.check("down-weight", downWeight);
        }
    }

    private final Settings settings;

    ThumbInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.THUMB);
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        Double thumb = statement.value();
        if (thumb == null || (thumb != 1 && thumb != -1)) {
            return new Interpretation.Nonsense("a thumb is +1 or -1, not " + thumb);
        }
        boolean up = thumb > 0;
        double weight = up ? settings.upWeight() : settings.downWeight();
        return Opinion.approval(answers.get(0), up ? 1 : 0, weight);
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.BINARY_LABEL, Signal.WEIGHT);
    }
}
