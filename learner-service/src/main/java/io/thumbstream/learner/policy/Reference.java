package io.thumbstream.learner.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The frozen policy that learning is held to: its log-probabilities of answers, from their records where these have them, else computed.
 *
 * <p>A record's numbers are taken when they are of the weights and the temperature of this policy and there is one for each token. That
 * depends on the record and on what the learner is, so a replayed step takes the same ones as the first time, to the bit. Any number of
 * threads may use it at the same time.
 *
 * @param model computes what records do not say
 * @param temperature divisor of the scores
 * @param sha256 digest of the file that the model's weights are from; without one no record is believed
 */
record Reference(CausalLm model, double temperature, Optional<String> sha256) {
    /** Measure of a step: answers whose log-probabilities came with their records. */
    static final String RECORDED = "reference-recorded";

    /** Measure of a step: answers whose log-probabilities the learner computed. */
    static final String RECOMPUTED = "reference-recomputed";

    /** Whether the record of an answer says what this policy would. */
    boolean knows(GroupRollout rollout) {
        return sha256.isPresent()
                && rollout.reference()
                        .filter(known -> known.standsFor(sha256.get(), temperature, rollout.tokens().length))
                        .isPresent();
    }

    /**
     * Log-probabilities of {@code rows}, each one answer, {@code [batch, time]}, zero in padding, no gradient.
     *
     * @param shape rows, and the length of the longest answer
     */
    NDArray logProbs(NDManager manager, List<PolicyRow> rows, Shape shape) {
        List<PolicyRow> unknown = new ArrayList<>();
        for (PolicyRow row : rows) {
            if (!knows(row.rollout())) {
                unknown.add(row);
            }
        }
        if (unknown.size() == rows.size()) {
            return computed(manager, rows);
        }
        int time = (int) shape.get(1);
        float[] values = new float[rows.size() * time];
        float[] computed =
                unknown.isEmpty() ? new float[0] : computed(manager, unknown).toFloatArray();
        int width = unknown.isEmpty() ? 0 : computed.length / unknown.size();
        int next = 0;
        for (int i = 0; i < rows.size(); i++) {
            GroupRollout rollout = rows.get(i).rollout();
            int tokens = rollout.tokens().length;
            if (knows(rollout)) {
                System.arraycopy(rollout.reference().orElseThrow().logProbs(), 0, values, i * time, tokens);
            } else {
                System.arraycopy(computed, next * width, values, i * time, tokens);
                next++;
            }
        }
        return manager.create(values, shape);
    }

    private NDArray computed(NDManager manager, List<PolicyRow> rows) {
        return Grad.off(
                () -> model.logProbs(manager, PolicyBatches.prompts(rows), PolicyBatches.answers(rows), temperature)
                        .logProbs());
    }

    /** How many answers of a step came with what this policy says of them, and how many did not. */
    Map<String, Double> measures(List<PolicyRow> rows) {
        long all = 0;
        long known = 0;
        for (PolicyRow row : rows) {
            for (PolicyRow answer : row.answers()) {
                all++;
                known += knows(answer.rollout()) ? 1 : 0;
            }
        }
        return Map.of(RECORDED, (double) known, RECOMPUTED, (double) (all - known));
    }
}
