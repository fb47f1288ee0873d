package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * The policy gradient with truncated importance weights and no clip.
 *
 * <p>{@code L = -mean(w A log pi)}, {@code w = min(prox / mu, cap)} without gradient, the mean over the answer tokens of
 * the whole step. Source: Williams, Simple statistical gradient-following algorithms, 1992. Ours weights each token by
 * its own ratio, as the truncated off-policy corrections of current large-scale trainers do. The plainest baseline.
 */
final class Reinforce implements PolicyObjective {
    /** @param importanceCap largest importance weight, at least 1 */
    record Settings(double importanceCap) {
        Settings {
            if (!(importanceCap >= 1)) {
                throw new IllegalArgumentException("importance-cap is " + importanceCap + "; give at least 1");
            }
        }
    }

    private final Settings settings;

    Reinforce(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport evaluate(PolicyBatch batch) {
        NDArray weight =
                TokenMath.atMost(TokenMath.ratio(batch.proximal(), batch.behaviour()), settings.importanceCap());
        NDArray gain = batch.logProbs().mul(weight).mul(batch.advantages());
        NDArray drift = TokenMath.k3(batch.proximal(), batch.behaviour(), 10);
        return new LossReport(
                TokenMath.tokenMean(gain, batch).neg(),
                Map.of(
                        "importance-weight", TokenMath.tokenMean(weight, batch),
                        "kl-sample-train", TokenMath.tokenMean(drift, batch)));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.ADVANTAGES, Signal.BEHAVIOUR_LOG_PROBS);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("importance-weight", "kl-sample-train");
    }
}
