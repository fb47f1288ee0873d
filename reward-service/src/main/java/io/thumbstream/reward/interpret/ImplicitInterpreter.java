package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * What was noticed of a person who said nothing, as a weak binary label.
 *
 * <p>Copied is 1, regenerated and abandoned are 0, each with its weight. Dwell has {@code value = strength = s / (s + 30)}
 * after {@code s} seconds, so that the 30 seconds from which on a visit is usually counted as satisfied (Fox et al., ACM TOIS
 * 23(2), 2005) are 0.5, undecided, and {@code weight = dwell-weight * |2 value - 1|}: nothing at 30 seconds, all of it at
 * either end.
 *
 * <p>The weights say how much of an explicit vote such a sign is worth: half for a copy or a wish for another answer, which are
 * deeds, a tenth for leaving and for time, which have many reasons. They are judgements, not measurements. A sign that was not
 * seen makes no label at all. Each sign makes a label of its own; for the approval of the answer the last one of a person counts,
 * and any explicit word before it.
 */
final class ImplicitInterpreter implements FeedbackInterpreter {

    /**
     * @param copiedWeight weight of an answer that was copied, at least 0
     * @param regeneratedWeight weight of an answer that another one was asked for, at least 0
     * @param abandonedWeight weight of an answer that was left, at least 0
     * @param dwellWeight largest weight of the time an answer was looked at, at least 0
     */
    record Settings(double copiedWeight, double regeneratedWeight, double abandonedWeight, double dwellWeight) {
        Settings {
            Weights.check("copied-weight", copiedWeight);
            Weights.check("regenerated-weight", regeneratedWeight);
            Weights.check("abandoned-weight", abandonedWeight);
            Weights.check("dwell-weight", dwellWeight);
        }
    }

    private final Settings settings;

    ImplicitInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.IMPLICIT);
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        RolloutEvent answer = answers.get(0);
        return Sign.readStrength(statement, (sign, strength) -> switch (sign) {
            case COPIED -> Opinion.approval(answer, 1, settings.copiedWeight());
            case REGENERATED -> Opinion.approval(answer, 0, settings.regeneratedWeight());
            case ABANDONED -> Opinion.approval(answer, 0, settings.abandonedWeight());
            case DWELL -> Opinion.approval(answer, strength, settings.dwellWeight() * Math.abs(2 * strength - 1));
        });
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.IMPLICIT, Signal.BINARY_LABEL, Signal.WEIGHT);
    }
}
