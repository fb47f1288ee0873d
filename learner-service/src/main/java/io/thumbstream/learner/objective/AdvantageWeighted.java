package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Advantage-weighted regression: likelihood of the answers, each weighed by how much better it was than expected.
 *
 * <p>{@code L = -sum (w - b) log pi / N} over the answer tokens, {@code w = exp(min(A / temperature, cap))} without gradient, {@code A} the
 * advantage of the token, {@code N} the answer tokens of the whole step; {@code b = 1} with baseline, else 0. Source: Peng et al.,
 * Advantage-Weighted Regression: Simple and Scalable Off-Policy Reinforcement Learning, 2019, arXiv 1910.00177; Offline Reinforcement Learning
 * with Imputed Rewards, 2024, arXiv 2407.10839 (the cap). Ours takes off the weight of an answer of no advantage, which the sources do not: with
 * it, what was worse than expected becomes less likely, and on answers of the policy itself the mean gradient is the same.
 *
 * <p>Without baseline every answer becomes more likely, bad ones less so: imitation of what was sampled, safe on answers of long ago or of
 * somebody else, and slow. It needs no log-probs of the policy that sampled and corrects for none. A low temperature learns from the best answer
 * of a group alone, a high one is {@code reinforce} divided by the temperature. {@code mean-weight} is the mean of {@code w}: near
 * {@code e^cap}, the temperature is too low.
 */
@Experimental
final class AdvantageWeighted implements PolicyObjective {
    /** Beside a weight of a larger exponent all others of a step are lost. */
    private static final double HIGHEST_CAP = 20;

    /**
     * @param temperature advantage that multiplies the weight by e, above 0, in units of the advantage
     * @param cap largest exponent of a weight, in (0, 20]
     * @param baseline whether the weight of an answer of no advantage is taken off
     */
    record Settings(double temperature, double cap, boolean baseline) {
        Settings {
            if (!(temperature > 0)) {
                throw new IllegalArgumentException("temperature is " + temperature + "; give a value above 0");
            }
            if (!(cap > 0 && cap <= HIGHEST_CAP)) {
                throw new IllegalArgumentException("cap is " + cap + "; give a value in (0, " + HIGHEST_CAP + "]");
            }
        }
    }

    private final Settings settings;

    AdvantageWeighted(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport evaluate(PolicyBatch batch) {
        NDArray exponent = Scalars.over(batch.advantages(), settings.temperature());
        NDArray weight = TokenMath.atMost(exponent, settings.cap()).exp();
        NDArray counted = settings.baseline() ? weight.sub(1f) : weight;
        NDArray gain = batch.logProbs().mul(counted);
        return new LossReport(
                TokenMath.tokenMean(gain, batch).neg(), Map.of("mean-weight", TokenMath.tokenMean(weight, batch)));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.ADVANTAGES);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("mean-weight");
    }
}
