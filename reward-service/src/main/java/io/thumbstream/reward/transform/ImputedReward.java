package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * What people said about an answer as its reward, and where nobody did, what the reward model expects them to say.
 *
 * <p>{@code reward = w label + (1 - w) fill} with {@code w = min(1, label weight)}, 0 where unobserved. Fill
 * model-mean: {@code 1 / (1 + e^(-r / temperature))} for the reward {@code r} so far, which is the score at first;
 * lower-bound: the same for {@code r - pessimism sd}, with {@code sd} the deviation of the members; zero: 0. Source:
 * Romeo and Bagdanov, Offline Reinforcement Learning with Imputed Rewards, 2024, arXiv 2407.10839 (model-mean);
 * Semi-pessimistic Reinforcement Learning, 2025, arXiv 2505.19002 (lower-bound); Parisi et al., Monitored Markov
 * Decision Processes, 2024, arXiv 2402.06819 (zero, as what not to do). Ours keeps the label where there is one,
 * in place of a bound on every answer, takes {@code pessimism} as a number instead of calibrating it, and goes
 * by the weight of a weak label.
 *
 * <p>The component {@code imputed} says which share of a reward is filled in. Put it first, and only over a reward
 * model of thumbs, whose score is a log-odds. Who answers is no random sample: where unhappy people answer more
 * often, labelled answers look worse than the rest of their group, by the difference times the labelled share;
 * {@code inverse-asking} and {@code inverse-answering} mend the model, not this. Zero takes silence for disapproval
 * and is there as a control.
 */
@Experimental
final class ImputedReward implements RewardTransform {
    /** Component that says which share of a reward is filled in, in [0, 1]. */
    static final String IMPUTED = "imputed";

    /** What stands in for a label. */
    enum Fill {
        MODEL_MEAN,
        LOWER_BOUND,
        ZERO
    }

    /**
     * @param fill what stands in for a label: model-mean, lower-bound or zero
     * @param pessimism deviations of the members taken off, at least 0; used with lower-bound
     * @param temperature score at which approval is sigmoid(1), above 0
     */
    record Settings(Fill fill, double pessimism, double temperature) {
        Settings {
            if (!(pessimism >= 0) || Double.isInfinite(pessimism)) {
                throw new IllegalArgumentException("pessimism is " + pessimism + "; give a finite number of 0 or more");
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
        Double label = row.approval();
        double observed = label == null ? 0 : Math.min(1, row.approvalWeight());
        double said = label == null ? 0 : observed * label;
        return row.withReward(said + (1 - observed) * fill(row)).withComponent(IMPUTED, 1 - observed);
    }

    private double fill(RewardRow row) {
        return switch (settings.fill()) {
            case MODEL_MEAN -> approval(row.reward());
            case LOWER_BOUND -> approval(row.reward() - settings.pessimism() * row.deviation());
            case ZERO -> 0;
        };
    }

    private double approval(double score) {
        return Link.SIGMOID.of(score / settings.temperature());
    }

    @Override
    public boolean monotone() {
        return true;
    }

    @Override
    public double bound() {
        return 1;
    }

    @Override
    public Set<Signal> needs() {
        return settings.fill() == Fill.LOWER_BOUND
                ? Set.of(Signal.SCORE, Signal.SCORE_VARIANCE, Signal.BINARY_LABEL)
                : Set.of(Signal.SCORE, Signal.BINARY_LABEL);
    }
}
