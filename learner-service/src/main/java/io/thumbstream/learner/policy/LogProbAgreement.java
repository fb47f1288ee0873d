package io.thumbstream.learner.policy;

import io.thumbstream.learner.objective.PolicyBatch;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Whether the learner computes the log-probabilities that the sampler reported, where both had the same weights.
 *
 * <p>{@code log-prob-difference = mean |log pi(token) - log mu(token)|}, nat, over all tokens of the answers that the compared version
 * sampled. Only a step whose weights are still those of a published version can compare, and then at no cost, because it needs
 * {@code log pi} anyway. Rounding on different hardware gives little; another temperature than the learner's, top-p, biases and exploration
 * arms give much, and then the learner's ratios are off in all other steps, too. Nothing is measured when no answer can be compared.
 */
final class LogProbAgreement {
    static final String DIFFERENCE = "log-prob-difference";

    private final OptionalLong version;
    private double sum;
    private long tokens;

    /** @param version version whose weights the policy has; empty when the weights were never published */
    LogProbAgreement(OptionalLong version) {
        this.version = version;
    }

    /** Adds the rows of one pass; {@code batch} was assembled from them, in order. */
    void add(List<PolicyRow> rows, PolicyBatch batch) {
        if (version.isEmpty()) {
            return;
        }
        float[] now = batch.proximal().toFloatArray();
        int time = (int) batch.proximal().getShape().get(1);
        for (int i = 0; i < rows.size(); i++) {
            // no version is newer than the learner's newest, so an answer whose oldest tokens are of it has no others
            if (rows.get(i).rollout().oldestVersion() == version.getAsLong()) {
                float[] sampled = rows.get(i).rollout().behaviourLogProbs();
                for (int t = 0; t < sampled.length; t++) {
                    sum += Math.abs(now[i * time + t] - sampled[t]);
                }
                tokens += sampled.length;
            }
        }
    }

    /** The measure of the step; nothing when no answer could be compared. */
    Map<String, Double> measures() {
        return tokens == 0 ? Map.of() : Map.of(DIFFERENCE, sum / tokens);
    }
}
