package io.thumbstream.learner.stabilize;

import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes the mean of the weights along the way, while training goes on from the newest.
 *
 * <p>Uniform: {@code average = sum_{s = 1..n} theta_s / n} over the steps taken; exponential: {@code average = decay average +
 * (1 - decay) theta}, begun at {@code theta_0}. Source: Polyak and Juditsky, Acceleration of Stochastic Approximation by Averaging, 1992;
 * Rame et al., WARM: On the Benefits of Weight Averaged Reward Models, 2024, arXiv 2401.12187. Ours averages the steps of one run, which the
 * second source found weaker than averaging several runs, but which a stream can do.
 *
 * <p>The published policy moves less from step to step and forgets what single votes said. Its answers are a little older than
 * training, which the importance weights of the objective correct. Uniform never forgets: use exponential where wishes change. Costs one
 * copy of the weights.
 */
@Experimental
final class WeightAveraging implements Stabilizer {
    private static final String AVERAGE = "weight-averaging";

    /** How steps are weighted. */
    enum Mode {
        UNIFORM,
        EXPONENTIAL
    }

    /**
     * @param mode how steps are weighted
     * @param decay share of the old average that a step leaves, in [0, 1); not used by uniform
     */
    record Settings(Mode mode, double decay) {
        Settings {
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException("decay is " + decay + "; give a number in [0, 1)");
            }
        }
    }

    private final Settings settings;

    WeightAveraging(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        return LossReport.none(batch);
    }

    @Override
    public void afterStep(PolicyWeights weights) {
        double keep = settings.mode() == Mode.UNIFORM ? 1 - 1.0 / weights.steps() : settings.decay();
        PolicyWeights.blend(weights.kept(AVERAGE), weights.current(), keep);
    }

    @Override
    public Optional<ParamSet> published(PolicyWeights weights) {
        return Optional.of(weights.kept(AVERAGE));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of();
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of();
    }
}
