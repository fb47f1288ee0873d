package io.thumbstream.learner.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.tensor.Grad;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays rows out as padded arrays and computes their log-probs under the policy and the reference. */
final class PolicyBatches {
    private final CausalLm policy;
    private final Optional<CausalLm> reference;
    private final double temperature;

    /** @param reference absent when no stage compares with it */
    PolicyBatches(CausalLm policy, Optional<CausalLm> reference, double temperature) {
        this.policy = policy;
        this.reference = reference;
        this.temperature = temperature;
    }

    /** Denominators of a step. */
    static PolicyBatch.Whole whole(List<PolicyRow> rows) {
        long tokens = 0;
        double labelWeight = 0;
        for (PolicyRow row : rows) {
            for (PolicyRow answer : row.answers()) {
                tokens += answer.rollout().tokens().length;
                labelWeight += answer.labelWeight();
            }
        }
        return new PolicyBatch.Whole(tokens, labelWeight);
    }

    /** The batch of {@code rows}, each one answer; call with gradients on. */
    PolicyBatch assemble(NDManager manager, List<PolicyRow> rows, PolicyBatch.Whole whole) {
        int[][] prompts = rows.stream().map(row -> row.rollout().promptTokens()).toArray(int[][]::new);
        int[][] answers = rows.stream().map(row -> row.rollout().tokens()).toArray(int[][]::new);
        TokenBatch now = policy.logProbs(manager, prompts, answers, temperature);
        Shape shape = now.mask().getShape();
        NDArray before = reference
                .map(frozen -> Grad.off(() ->
                        frozen.logProbs(manager, prompts, answers, temperature).logProbs()))
                .orElseGet(() -> manager.zeros(shape));
        int time = (int) shape.get(1);
        float[] behaviour = new float[rows.size() * time];
        float[] advantages = new float[rows.size() * time];
        float[] labels = new float[rows.size()];
        float[] weights = new float[rows.size()];
        List<PolicyBatch.Answer> known = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            PolicyRow row = rows.get(i);
            float[] sampled = row.rollout().behaviourLogProbs();
            System.arraycopy(sampled, 0, behaviour, i * time, sampled.length);
            System.arraycopy(row.advantages(), 0, advantages, i * time, sampled.length);
            labels[i] = (float) row.labelValue();
            weights[i] = (float) row.labelWeight();
            known.add(row.known());
        }
        return new PolicyBatch(
                now.logProbs(),
                now.entropy(),
                now.mask(),
                now.logProbs().stopGradient(),
                manager.create(behaviour, shape),
                before,
                manager.create(advantages, shape),
                manager.create(labels),
                manager.create(weights),
                known,
                whole);
    }
}
