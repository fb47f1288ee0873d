package io.thumbstream.learner.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.RecomputedPass;
import io.thumbstream.model.lm.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays rows out as padded arrays and computes their log-probs under the policy and the reference. */
final class PolicyBatches {
    private final CausalLm policy;
    private final Optional<Reference> reference;
    private final double temperature;
    private final boolean recompute;

    /**
     * What the policy made of rows.
     *
     * @param tokens log-probs and entropies; a loss is made of them
     * @param below what is still to be done after backward of that loss
     */
    record Forward(TokenBatch tokens, Runnable below) {}

    /**
     * Batches of a model.
     *
     * @param reference absent when no stage compares with it
     * @param recompute whether activations are computed again in backward instead of kept
     */
    PolicyBatches(CausalLm policy, Optional<Reference> reference, double temperature, boolean recompute) {
        this.policy = policy;
        this.reference = reference;
        this.temperature = temperature;
        this.recompute = recompute;
    }

    /** Denominators of a step. */
    static PolicyBatch.Whole whole(List<PolicyRow> rows) {
        long tokens = 0;
        double labelWeight = 0;
        double labelLeft = 0;
        long answers = 0;
        for (PolicyRow row : rows) {
            for (PolicyRow answer : row.answers()) {
                tokens += answer.rollout().tokens().length;
                labelWeight += answer.saidWeight();
                labelLeft += answer.labelWeight();
                answers++;
            }
        }
        return new PolicyBatch.Whole(tokens, labelWeight, labelLeft, answers);
    }

    /** Log-probs of {@code rows}, each one answer, under the policy; call with gradients on. */
    Forward forward(NDManager manager, List<PolicyRow> rows) {
        if (!recompute) {
            return new Forward(policy.logProbs(manager, prompts(rows), answers(rows), temperature), () -> {});
        }
        RecomputedPass pass = policy.recomputed(manager, prompts(rows), answers(rows), temperature);
        return new Forward(pass.tokens(), pass::backward);
    }

    /** The batch of {@code rows}, whose log-probs are {@code now}. */
    PolicyBatch assemble(NDManager manager, List<PolicyRow> rows, PolicyBatch.Whole whole, TokenBatch now) {
        Shape shape = now.mask().getShape();
        NDArray before =
                reference.map(frozen -> frozen.logProbs(manager, rows, shape)).orElseGet(() -> manager.zeros(shape));
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

    static int[][] prompts(List<PolicyRow> rows) {
        return rows.stream().map(row -> row.rollout().promptTokens()).toArray(int[][]::new);
    }

    static int[][] answers(List<PolicyRow> rows) {
        return rows.stream().map(row -> row.rollout().tokens()).toArray(int[][]::new);
    }
}
