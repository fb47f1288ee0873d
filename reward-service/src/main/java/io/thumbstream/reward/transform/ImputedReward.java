package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * What people said about an answer as its reward, and where nobody did, what the reward model expects them to say.
 *
 * <p>{@code reward = a label + (1 - a) q}, with {@code a = 0} where unobserved and {@code a = min(1, label weight)}
 * elsewhere. Mode model-mean: {@code q = 1 / (1 + e^(-r / temperature))} for the reward {@code r} so far, which
 * is the score at first; lower-bound: the same for {@code r - pessimism sd}, with {@code sd} the deviation of
 * the members; inverse-propensity: {@code q} of the model, and {@code a} times {@code min(largest, 1 / e)}, with
 * {@code e} the recorded P(feedback asked or given); zero: {@code q = 0}. Source: Romeo and Bagdanov, Offline
 * Reinforcement Learning with Imputed Rewards, 2024, arXiv 2407.10839 (model-mean); Semi-pessimistic Reinforcement
 * Learning, 2025, arXiv 2505.19002 (lower-bound); Parisi et al., Monitored Markov Decision Processes, 2024, arXiv
 * 2402.06819 (inverse-propensity; zero as what not to do). Ours keeps the label where there is one, in place of
 * a bound on every answer, takes {@code pessimism} as a number instead of calibrating it, goes by the weight of
 * a weak label, and lets inverse propensities correct the model instead of standing alone.
 *
 * <p>The component {@code imputed} says which share of a label is missing. Put it first, and only over a reward
 * model of thumbs, whose score is a log-odds. Inverse-propensity is right on average however wrong the model is,
 * where answers were asked about at random with that probability; its single rewards leave [0, 1] and vary more. Who
 * answers once asked is no random sample: where unhappy people answer more often, labelled answers look worse than
 * the rest, by the difference times the labelled share. Zero takes silence for disapproval and is there as a control.
 */
@Experimental
final class ImputedReward implements RewardTransform {
    /** Component that says which share of a label is missing, in [0, 1]. */
    static final String IMPUTED = "imputed";

    /** What stands in for a label, and how much a label counts against it. */
    enum Mode {
        MODEL_MEAN,
        LOWER_BOUND,
        INVERSE_PROPENSITY,
        ZERO
    }

    /**
     * @param mode what stands in for a label: model-mean, lower-bound, inverse-propensity or zero
     * @param pessimism deviations of the members taken off, at least 0; used with lower-bound
     * @param largest largest factor of a label, at least 1; used with inverse-propensity
     * @param temperature score at which approval is sigmoid(1), above 0
     */
    record Settings(Mode mode, double pessimism, double largest, double temperature) {
        Settings {
            if (!(pessimism >= 0) || Double.isInfinite(pessimism)) {
                throw new IllegalArgumentException("pessimism is " + pessimism + "; give a finite number of 0 or more");
            }
            if (!(largest >= 1) || Double.isInfinite(largest)) {
                throw new IllegalArgumentException("largest is " + largest + "; give a finite number of 1 or more");
            }
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException(
                        "temperature is " + temperature + "; give a finite number above 0, in units of the score");
            }
        }
    }

    private final Settings settings;

    ImputedReward(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        return new RewardGroup(group.rows().stream().map(this::impute).toList());
    }

    private RewardRow impute(RewardRow row) {
        double expected = expected(row);
        Double label = row.approval();
        if (label == null) {
            return row.withReward(expected).withComponent(IMPUTED, 1);
        }
        double observed = Math.min(1, row.approvalWeight());
        double share = observed * factor(row);
        return row.withReward(share * label + (1 - share) * expected).withComponent(IMPUTED, 1 - observed);
    }

    private double expected(RewardRow row) {
        return switch (settings.mode()) {
            case MODEL_MEAN, INVERSE_PROPENSITY -> approval(row.reward());
            case LOWER_BOUND -> approval(row.reward() - settings.pessimism() * row.deviation());
            case ZERO -> 0;
        };
    }

    private double factor(RewardRow row) {
        return settings.mode() == Mode.INVERSE_PROPENSITY
                ? Math.min(settings.largest(), 1 / row.feedbackProbability())
                : 1;
    }

    private double approval(double score) {
        return Link.SIGMOID.of(score / settings.temperature());
    }

    @Override
    public boolean monotone() {
        return settings.mode() != Mode.INVERSE_PROPENSITY;
    }

    @Override
    public double bound() {
        return settings.mode() == Mode.INVERSE_PROPENSITY ? settings.largest() : 1;
    }

    @Override
    public Set<Signal> needs() {
        return switch (settings.mode()) {
            case LOWER_BOUND -> Set.of(Signal.SCORE, Signal.SCORE_VARIANCE, Signal.BINARY_LABEL);
            case INVERSE_PROPENSITY -> Set.of(Signal.SCORE, Signal.FEEDBACK_PROBABILITY, Signal.BINARY_LABEL);
            case MODEL_MEAN, ZERO -> Set.of(Signal.SCORE, Signal.BINARY_LABEL);
        };
    }
}
