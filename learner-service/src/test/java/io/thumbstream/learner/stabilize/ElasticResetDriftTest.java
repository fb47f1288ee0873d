package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resets only of a policy that has drifted; log-ratios of 1, 2 and 0.5 over a step of three answer tokens, their k3 by hand. */
class ElasticResetDriftTest {
    private static final float[] NOW = {-1, -2, -3, -9};
    private static final double DRIFT = (Math.exp(-1) + Math.exp(-2) + 1 + Math.exp(-0.5) - 0.5) / 3;

    private final NDManager manager = NDManager.newBaseManager();
    private final ParamSet current = weights(0);
    private final ParamSet start = weights(0);
    private final PolicyWeights policy = new PolicyWeights(current, start);

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        policy.close();
        current.close();
        start.close();
        manager.close();
    }

    private static ParamSet weights(float value) {
        ParamSet set = new ParamSet(Device.cpu());
        set.add("w", new Shape(1), new float[] {value});
        return set;
    }

    private static Stabilizer reset(double limit) {
        return new ElasticReset(new ElasticReset.Settings(0.5, 2, ElasticReset.Trigger.DRIFT, limit));
    }

    private static BatchArrays batch() {
        float[] zeros = new float[4];
        return new BatchArrays(
                2,
                2,
                NOW,
                zeros,
                new float[] {1, 1, 1, 0},
                zeros,
                zeros,
                new float[] {-2, -4, -3.5f, -1},
                zeros,
                new float[2],
                new float[2],
                new PolicyBatch.Whole(3, 0));
    }

    /** A step that moved the weight to {@code value}, from a batch that has drifted, or from one that has not. */
    private void step(Stabilizer stabilizer, float value, boolean drifted) {
        try (ParamSet moved = weights(value)) {
            current.copyFrom(moved);
        }
        policy.steps(policy.steps() + 1);
        stabilizer.beginStep();
        BatchArrays batch = drifted ? batch() : batch().withLogProbs(batch().reference());
        BatchArrays.Result result = batch.evaluate(manager, stabilizer::penalty);
        assertThat(result.loss()).as("it charges nothing").isZero();
        assertThat(result.gradient()).containsOnly(0f);
        stabilizer.afterStep(policy);
    }

    private float value() {
        return current.get("w").toFloatArray()[0];
    }

    private float average() {
        return policy.kept("elastic-reset").get("w").toFloatArray()[0];
    }

    @Test
    void shouldGoBackWhenTheLastStepOfThePeriodIsBeyondTheLimit() {
        Stabilizer reset = reset(DRIFT - 1e-3);
        step(reset, 4, false);
        step(reset, 8, true);

        // the average goes 0, 2, 5
        assertThat(value()).isCloseTo(5, within(1e-5f));
        assertThat(average()).isZero();
    }

    @Test
    void shouldOnlyBeginTheAverageAnewWhereNothingHasDrifted() {
        Stabilizer reset = reset(DRIFT + 1e-3);
        step(reset, 4, true);
        step(reset, 8, true);

        assertThat(value()).as("within the limit").isEqualTo(8);
        assertThat(average()).as("so that a later reset is one").isZero();
    }

    @Test
    void shouldGoByTheLastStepAlone() {
        Stabilizer reset = reset(DRIFT - 1e-3);
        step(reset, 4, true);
        step(reset, 8, false);

        assertThat(value()).isEqualTo(8);
    }

    @Test
    void shouldAddUpADriftThatComesInParts() {
        Stabilizer reset = reset(DRIFT - 1e-3);
        step(reset, 4, false);
        policy.steps(2);
        reset.beginStep();
        var unusedFirst = batch().rows(0, 1).evaluate(manager, reset::penalty);
        var unusedSecond = batch().rows(1, 2).evaluate(manager, reset::penalty);
        reset.afterStep(policy);

        // the average goes 0, 2, 3, and the policy, still at 4, takes it
        assertThat(value()).isCloseTo(3, within(1e-5f));
    }

    @Test
    void shouldNeedAndMeasureTheReferenceOnlyWhereItGoesByIt() {
        assertThat(reset(0.1).needs()).containsExactly(Signal.REFERENCE_LOG_PROBS);
        assertThat(reset(0.1).diagnostics()).isEqualTo(Set.of("reset-drift"));
        assertThat(batch().evaluate(manager, reset(0.1)::penalty).names().names())
                .containsExactly("reset-drift");
        assertThat(Stabilizers.CATALOG.create("elastic-reset").needs()).isEmpty();
        assertThat(Stabilizers.CATALOG.create("elastic-reset").diagnostics()).isEmpty();
    }

    @Test
    void shouldRefuseATriggerThatThereIsNotAndALimitBelowNothing() {
        assertThatThrownBy(() -> Stabilizers.CATALOG.create(
                        "elastic-reset", JsonNodeFactory.instance.objectNode().put("trigger", "siren")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("trigger");
        assertThatThrownBy(() -> reset(-1)).hasMessageContaining("limit is -1.0");
    }
}
