package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.model.tensor.TensorOps;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Direct preference optimisation: pairs of answers train the policy directly, without advantages.
 *
 * <p>{@code L = -sum w log s(beta (r_chosen - rejected-scale r_rejected)) / W} with {@code r = sum_t (log pi - log ref)} of an answer,
 * {@code s} the logistic function, {@code w} the weight of a pair and {@code W} that of all pairs of the step. Source: Rafailov et al.,
 * Direct Preference Optimization, 2023, arXiv 2305.18290 (rejected-scale 1); Yang et al., DPO-Shift, 2025, arXiv 2502.07599 (below 1).
 * Ours takes as pairs the best and the worst answer of each group by reward.
 *
 * <p>Rows come in pairs, one after the other; the label says which is chosen, 1, and which rejected, 0. A pair whose labels are not one of each
 * teaches nothing. With rejected-scale 1 the chosen answer often becomes less likely too, only less so than the rejected one, most where
 * the two share most tokens; a smaller scale keeps it likely at the price of a smaller margin.
 */
@Experimental
final class PairwiseObjective implements PolicyObjective {
    /**
     * @param beta inverse temperature of the implied reward, above 0
     * @param rejectedScale share of the rejected answer's log-ratio in the margin, in (0, 1]
     */
    record Settings(double beta, double rejectedScale) {
        Settings {
            if (!(beta > 0) || !(rejectedScale > 0 && rejectedScale <= 1)) {
                throw new IllegalArgumentException("beta is " + beta + " and rejected-scale " + rejectedScale
                        + "; give values above 0 and in (0, 1]");
            }
        }
    }

    private final Settings settings;

    PairwiseObjective(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport evaluate(PolicyBatch batch) {
        NDArray ratio = Masked.rowSum(batch.logProbs().sub(batch.reference()), batch.mask());
        NDArray isChosen = batch.labels();
        NDArray chosen = pairSum(ratio.mul(isChosen));
        NDArray rejected = pairSum(ratio.mul(isChosen.neg().add(1f)));
        NDArray oneOfEach = pairSum(isChosen).eq(1f).toType(DataType.FLOAT32, false);
        NDArray weight = Scalars.times(pairSum(batch.labelWeights()), 0.5).mul(oneOfEach);
        NDArray margin = chosen.sub(Scalars.times(rejected, settings.rejectedScale()));
        NDArray gain = TensorOps.logSigmoid(Scalars.times(margin, settings.beta()));
        double whole = Math.max(1e-8, batch.whole().labelWeight() / 2);
        NDArray right = chosen.gt(rejected).toType(DataType.FLOAT32, false);
        return new LossReport(
                Scalars.over(gain.mul(weight).sum(), whole).neg(),
                Map.of(
                        "chosen-log-ratio",
                                Scalars.over(chosen.stopGradient().mul(weight).sum(), whole),
                        "rejected-log-ratio",
                                Scalars.over(rejected.stopGradient().mul(weight).sum(), whole),
                        "pair-accuracy", Scalars.over(right.mul(weight).sum(), whole)));
    }

    /** Sums of the values of both rows of each pair, {@code [batch] -> [batch / 2]}. */
    private static NDArray pairSum(NDArray rows) {
        if (rows.size() % 2 != 0) {
            throw new IllegalArgumentException(
                    rows.size() + " rows are no pairs; both rows of a pair belong into one pass, one after the other");
        }
        return rows.reshape(new Shape(rows.size() / 2, 2)).sum(new int[] {1});
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.PAIR, Signal.REFERENCE_LOG_PROBS);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("chosen-log-ratio", "rejected-log-ratio", "pair-accuracy");
    }
}
