package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * What a person took up of an answer without a word, weighed against how seldom its place is looked at.
 *
 * <p>Copied has {@code value = 1} and {@code weight = copied-weight min(largest, 1 / e)} with {@code e = (1 + place)^-bias} the share of people
 * who look as far as the answer, {@code place} counted from 0 among the answers to its prompt. Regenerated has value 0 and {@code weight =
 * regenerated-weight}: it was looked at for sure. Dwell of strength {@code d} above 0.5 has {@code value = d} and {@code weight = dwell-weight
 * (2 d - 1)}. Source: Social Reward: Evaluating and Enhancing Generative AI through Million-User Feedback from an Online Creative Community,
 * 2024, arXiv 2402.09872 (what others take up, compared at equal exposure). Ours weighs each copy by the place, as corrections of position bias
 * do, in place of pairs of equal exposure, for which a record would need counts; and has no negative for what was shown and not taken up.
 *
 * <p>Abandoned, a short look and an answer that nobody could see are unobserved: weight 0. So a place that few look at neither gains nor loses
 * by it. Reads the kind that {@code implicit} reads: keep one of them. Wrong by as much as {@code bias} is: measure it where equal answers were
 * shown in random order, as the slope of the logarithm of copies on that of the place from 1; 0 corrects nothing. Where one answer is shown,
 * its place is 0 and nothing is corrected.
 */
@Experimental
final class UptakeInterpreter implements FeedbackInterpreter {
    private static final double UNDECIDED = 0.5;

    /**
     * @param copiedWeight weight of a copy of an answer that everybody looks at, at least 0
     * @param regeneratedWeight weight of an answer that another one was asked for, at least 0
     * @param dwellWeight largest weight of the time an answer was looked at, at least 0
     * @param bias how fast people cease to look from place to place, at least 0; 0 where all look at all
     * @param largest largest factor of a weight, at least 1
     */
    record Settings(double copiedWeight, double regeneratedWeight, double dwellWeight, double bias, double largest) {
        Settings {
            Weights.check("copied-weight", copiedWeight);
            Weights.check("regenerated-weight", regeneratedWeight);
            Weights.check("dwell-weight", dwellWeight);
            Weights.check("bias", bias);
            Weights.checkFactor("largest", largest);
        }
    }

    private final Settings settings;

    UptakeInterpreter(Settings settings) {
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
            case COPIED -> seen(answer, 1, settings.copiedWeight() * rarity(answer));
            case REGENERATED -> seen(answer, 0, settings.regeneratedWeight());
            case ABANDONED -> Opinion.unobserved(answer);
            case DWELL -> dwell(answer, strength);
        });
    }

    private double rarity(RolloutEvent answer) {
        return Math.min(settings.largest(), Math.pow(1.0 + answer.index(), settings.bias()));
    }

    private Interpretation dwell(RolloutEvent answer, double strength) {
        return strength > UNDECIDED
                ? seen(answer, strength, settings.dwellWeight() * (2 * strength - 1))
                : Opinion.unobserved(answer);
    }

    private static Interpretation seen(RolloutEvent answer, double value, double weight) {
        return answer.displayed() ? Opinion.approval(answer, value, weight) : Opinion.unobserved(answer);
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.IMPLICIT, Signal.BINARY_LABEL, Signal.WEIGHT);
    }
}
