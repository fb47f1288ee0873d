package io.thumbstream.learner.policy;

import io.thumbstream.learner.objective.PolicyBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How well the answers of a step stand for answers of the policy that learns from them.
 *
 * <p>An answer's weight is {@code w = pi(answer) / mu(answer)}, the ratio of its whole-answer probability under the policy before the step and
 * under the policy that sampled it. {@code effective-sample-share = (sum w)^2 / (n sum w^2)} in {@code (0, 1]} (Kong, 1992): near 1
 * on policy, near {@code 1 / n} when one answer carries everything. {@code estimated-reward = sum w r / sum w} is the self-normalised
 * importance-sampling estimate of the reward under the policy; read it only where the share is not small. Answers that somebody else wrote
 * count for neither, because nobody knows how likely they were.
 */
final class SampleWeights {
    private final List<Double> logRatios = new ArrayList<>();
    private final List<Double> rewards = new ArrayList<>();

    /** Adds the rows of one pass; {@code batch} was assembled from them, in order. */
    void add(List<PolicyRow> rows, PolicyBatch batch) {
        float[] now = batch.proximal().toFloatArray();
        int time = (int) batch.proximal().getShape().get(1);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).rollout().fromElsewhere()) {
                continue;
            }
            float[] sampled = rows.get(i).rollout().behaviourLogProbs();
            double logRatio = 0;
            for (int t = 0; t < sampled.length; t++) {
                logRatio += now[i * time + t] - sampled[t];
            }
            logRatios.add(logRatio);
            rewards.add(rows.get(i).rollout().reward());
        }
    }

    /** Both measures of the step; nothing when it had no row. */
    Map<String, Double> measures() {
        if (logRatios.isEmpty()) {
            return Map.of();
        }
        double largest =
                logRatios.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double sum = 0;
        double squares = 0;
        double rewarded = 0;
        for (int i = 0; i < logRatios.size(); i++) {
            double weight = Math.exp(logRatios.get(i) - largest);
            sum += weight;
            squares += weight * weight;
            rewarded += weight * rewards.get(i);
        }
        return Map.of(
                "effective-sample-share", sum * sum / (logRatios.size() * squares), "estimated-reward", rewarded / sum);
    }
}
