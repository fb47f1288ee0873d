package io.thumbstream.learner.stabilize;

import ai.djl.ndarray.NDArray;
import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.objective.TokenMath;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Pay for keeping several answers likely.
 *
 * <p>{@code L = -coefficient mean(H)} with the entropy {@code H} of the next-token distribution at each answer token of
 * the whole step, in nat. Source: Williams and Peng, 1991. A small coefficient keeps exploration alive under drifting
 * tastes; a large one makes the text noisy. 0 only reports.
 */
final class EntropyBonus implements Stabilizer {
    /** @param coefficient weight of the bonus, at least 0, in loss per nat */
    record Settings(double coefficient) {
        Settings {
            if (!(coefficient >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; give at least 0");
            }
        }
    }

    private final Settings settings;

    EntropyBonus(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        NDArray mean = TokenMath.tokenMean(batch.entropy(), batch);
        return new LossReport(
                Scalars.times(mean, settings.coefficient()).neg(), Map.of("entropy", mean.stopGradient()));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of();
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("entropy");
    }
}
