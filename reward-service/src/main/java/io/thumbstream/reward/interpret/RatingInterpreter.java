package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * A rating as a soft binary label.
 *
 * <p>{@code value = rating}, already normalised to [0, 1] by the gateway: 5 of 5 stars is 1, 1 of 5 is 0.
 */
final class RatingInterpreter implements FeedbackInterpreter {

    /** @param weight weight of a rating, at least 0 */
    record Settings(double weight) {
        Settings {
            Weights.check("weight", weight);
        }
    }

    private final Settings settings;

    RatingInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.RATING);
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        Double rating = statement.value();
        if (rating == null || !(rating >= 0 && rating <= 1)) {
            return new Interpretation.Nonsense("a rating lies in [0, 1], not " + rating);
        }
        return Opinion.approval(answers.get(0), rating, settings.weight());
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.RATING, Signal.BINARY_LABEL, Signal.WEIGHT);
    }
}
