package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * That a person took over from an answer as a no, and that somebody was there and did not as a yes.
 *
 * <p>An edit that changes something has {@code value = 0} and {@code weight = edited-weight}, regenerated has value 0 and {@code weight =
 * regenerated-weight}: what the person wrote instead is not read. Copied, and dwell of strength above 0.5, have {@code value = 1} and {@code weight =
 * present-weight}. Source: Luo et al., RLIF: Interactive Imitation Learning as Reinforcement Learning, 2023, arXiv 2311.12996. Ours gives a label of
 * the whole answer in place of a reward of the step before, and needs a sign that somebody was there for a label of nobody having stepped in: abandoned, a
 * short look and an answer that nobody could see are unobserved, weight 0.
 *
 * <p>Where in the answer the person took over is read by credit {@code at-event}, which puts the loss on the tokens up to there; what the person
 * wrote is no token of the policy and gets nothing. Reads the kinds that {@code edit} and {@code implicit} read: keep one of them, so that
 * corrections are not imitated, too. Use it where corrections are worse than the wish to correct; where they are right, {@code edit} says more
 * of each. In the approval of an answer the edit of a person outranks signs of the same person, of which the last counts; as labels of a reward
 * model all count, which makes who looked for long before taking over a weaker no: lower {@code present-weight} where that is common. People who
 * correct what is good teach to avoid it.
 */
@Experimental
final class TakeoverInterpreter implements FeedbackInterpreter {
    private static final double UNDECIDED = 0.5;

    /**
     * @param editedWeight weight of an answer that was corrected, at least 0
     * @param regeneratedWeight weight of an answer that another one was asked for, at least 0
     * @param presentWeight weight of an answer from which nobody took over though somebody was there, at least 0
     */
    record Settings(double editedWeight, double regeneratedWeight, double presentWeight) {
        Settings {
            Weights.check("edited-weight", editedWeight);
            Weights.check("regenerated-weight", regeneratedWeight);
            Weights.check("present-weight", presentWeight);
        }
    }

    private final Settings settings;

    TakeoverInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.EDIT, FeedbackKind.IMPLICIT);
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        RolloutEvent answer = answers.get(0);
        return statement.kind() == FeedbackKind.EDIT ? edit(statement, answer) : sign(statement, answer);
    }

    private Interpretation edit(Statement statement, RolloutEvent answer) {
        String edited = statement.text();
        if (edited == null || edited.isBlank()) {
            return new Interpretation.Nonsense("an edit needs the whole corrected answer as text");
        }
        boolean changed = !edited.strip().equals(answer.response().strip());
        return changed ? Opinion.approval(answer, 0, settings.editedWeight()) : Opinion.unobserved(answer);
    }

    private Interpretation sign(Statement statement, RolloutEvent answer) {
        return Sign.readStrength(statement, (sign, strength) -> switch (sign) {
            case REGENERATED -> Opinion.approval(answer, 0, settings.regeneratedWeight());
            case COPIED -> present(answer);
            case ABANDONED -> Opinion.unobserved(answer);
            case DWELL -> strength > UNDECIDED ? present(answer) : Opinion.unobserved(answer);
        });
    }

    /** Somebody was there and let the answer be. */
    private Interpretation present(RolloutEvent answer) {
        return answer.displayed() ? Opinion.approval(answer, 1, settings.presentWeight()) : Opinion.unobserved(answer);
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.IMPLICIT, Signal.EVENT_POSITION, Signal.BINARY_LABEL, Signal.WEIGHT);
    }
}
