package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.model.lm.ParamSet;

/** A policy of one weight, which begins as 0, and steps of it under a stabilizer that charges nothing. */
final class OneWeight implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager();
    private final ParamSet current = weights(0);
    private final ParamSet start = weights(0);
    private final PolicyWeights policy = new PolicyWeights(current, start);

    private static ParamSet weights(float value) {
        ParamSet set = new ParamSet(Device.cpu());
        set.add("w", new Shape(1), new float[] {value});
        return set;
    }

    /** Evaluates a batch and takes no step. */
    BatchArrays.Result look(Stabilizer stabilizer, BatchArrays batch) {
        return batch.evaluate(manager, stabilizer::penalty);
    }

    /** A step that moved the weight to {@code value}. */
    void step(Stabilizer stabilizer, float value, BatchArrays batch) {
        try (ParamSet moved = weights(value)) {
            current.copyFrom(moved);
        }
        step(stabilizer, batch);
    }

    /** A step that left the weight where it was, in passes of {@code parts}. */
    void step(Stabilizer stabilizer, BatchArrays... parts) {
        policy.steps(policy.steps() + 1);
        stabilizer.beginStep();
        for (BatchArrays part : parts) {
            BatchArrays.Result result = look(stabilizer, part);
            assertThat(result.loss()).as("it charges nothing").isZero();
            assertThat(result.gradient()).containsOnly(0f);
        }
        stabilizer.afterStep(policy);
    }

    float value() {
        return current.get("w").toFloatArray()[0];
    }

    /** The mean that {@code elastic-reset} keeps. */
    float average() {
        return policy.kept("elastic-reset").get("w").toFloatArray()[0];
    }

    @Override
    public void close() {
        policy.close();
        current.close();
        start.close();
        manager.close();
    }
}
