package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Supervised fine-tuning: makes the answers that people approve of more likely.
 *
 * <p>{@code L = -sum y w log pi / N} over the answer tokens, {@code y} the label of the answer, {@code w} its weight, {@code N} the answer tokens of
 * the whole step. Source: Ouyang et al., Training language models to follow instructions with human feedback, 2022, arXiv
 * 2203.02155 (first stage). Ours takes answers with approval as the demonstrations; half an approval is half a demonstration.
 *
 * <p>The baseline of every objective that learns from labels. On answers that the policy itself sampled its gradient is that of the share of answers
 * people approve of, a policy gradient without a baseline: with share {@code a} its noise is that of {@code 1 / (1 - a)} times fewer answers than with
 * one. So it learns where people approve of little and mean it, or where the answers come from somebody better; where they approve of
 * most answers, or of many by mistake, prefer {@code bco}. An answer that is disapproved of teaches nothing, and nothing holds the policy back from what
 * it already does, so variety falls: use with a penalty on divergence from the reference.
 */
@Experimental
final class SftObjective implements PolicyObjective {
    @Override
    public LossReport evaluate(PolicyBatch batch) {
        NDArray weight = batch.labels().mul(batch.labelWeights());
        NDArray gain = batch.logProbs().mul(weight.expandDims(1));
        NDArray demonstrated = TokenMath.tokenMean(gain, batch);
        return new LossReport(demonstrated.neg(), Map.of("demonstration-log-prob", demonstrated.stopGradient()));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.BINARY_LABEL);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("demonstration-log-prob");
    }
}
