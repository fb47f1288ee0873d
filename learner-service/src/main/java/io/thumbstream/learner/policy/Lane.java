package io.thumbstream.learner.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.List;
import java.util.Optional;

/** One part of every step: a model with the policy's weights that gathers the gradient of its own passes. Used by one thread at a time. */
final class Lane implements AutoCloseable {
    private final CausalLm model;
    private final PolicyBatches batches;
    private final NDManager manager;

    /**
     * A lane that has gathered nothing.
     *
     * @param model not closed with the lane; what learns of it collects gradients
     * @param recompute whether activations are computed again in backward instead of kept
     */
    Lane(CausalLm model, Optional<Reference> reference, double temperature, boolean recompute) {
        this.model = model;
        this.batches = new PolicyBatches(model, reference, temperature, recompute);
        this.manager = NDManager.newBaseManager(model.parameters().device());
        model.trained().requireGrad(true);
    }

    /** Adds the gradient of a pass; the loss is evaluated when its turn has come. */
    void compute(List<PolicyRow> pass, StepRows.Part part, StepMeasures step, Turns turns, int turn) {
        try (StepScope scope = StepScope.open(manager)) {
            Grad.enabled(() -> {
                PolicyBatches.Forward forward = batches.forward(scope.manager(), pass);
                PolicyBatch batch = batches.assemble(scope.manager(), pass, part.whole(), forward.tokens());
                LossReport report =
                        turns.take(turn, () -> part.start() ? step.evaluateStart(batch) : step.evaluate(pass, batch));
                Grad.backward(report.loss());
                forward.below().run();
            });
        }
    }

    /** Adds the gradient that {@code other} gathered to that of this lane, and clears it there. */
    void take(Lane other) {
        ParamSet own = model.trained();
        ParamSet theirs = other.model.trained();
        try (StepScope unused = StepScope.open(manager)) {
            for (String name : own.names()) {
                NDArray unusedSum = Grad.of(own.get(name)).addi(Grad.of(theirs.get(name)));
                Grad.clear(theirs.get(name));
            }
        }
    }

    /** Forgets the gradient. */
    void clear() {
        model.trained().arrays().forEach(Grad::clear);
    }

    @Override
    public void close() {
        manager.close();
    }
}
