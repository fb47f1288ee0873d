package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.learner.objective.PolicyBatch;
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

    private final OneWeight policy = new OneWeight();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        policy.close();
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

    /** One that has not drifted. */
    private static BatchArrays still() {
        return batch().withLogProbs(batch().reference());
    }

    @Test
    void shouldGoBackWhenTheLastStepOfThePeriodIsBeyondTheLimit() {
        Stabilizer reset = reset(DRIFT - 1e-3);
        policy.step(reset, 4, still());
        policy.step(reset, 8, batch());

        // the average goes 0, 2, 5
        assertThat(policy.value()).isCloseTo(5, within(1e-5f));
        assertThat(policy.average()).isZero();
    }

    @Test
    void shouldOnlyBeginTheAverageAnewWhereNothingHasDrifted() {
        Stabilizer reset = reset(DRIFT + 1e-3);
        policy.step(reset, 4, batch());
        policy.step(reset, 8, batch());

        assertThat(policy.value()).as("within the limit").isEqualTo(8);
        assertThat(policy.average()).as("so that a later reset is one").isZero();
    }

    @Test
    void shouldGoByTheLastStepAlone() {
        Stabilizer reset = reset(DRIFT - 1e-3);
        policy.step(reset, 4, batch());
        policy.step(reset, 8, still());

        assertThat(policy.value()).isEqualTo(8);
    }

    @Test
    void shouldAddUpADriftThatComesInParts() {
        Stabilizer reset = reset(DRIFT - 1e-3);
        policy.step(reset, 4, still());
        policy.step(reset, batch().rows(0, 1), batch().rows(1, 2));

        // the average goes 0, 2, 3, and the policy, still at 4, takes it
        assertThat(policy.value()).isCloseTo(3, within(1e-5f));
    }

    @Test
    void shouldNeedAndMeasureTheReferenceOnlyWhereItGoesByIt() {
        assertThat(reset(0.1).needs()).containsExactly(Signal.REFERENCE_LOG_PROBS);
        assertThat(reset(0.1).diagnostics()).isEqualTo(Set.of("reset-drift"));
        assertThat(policy.look(reset(0.1), batch()).names().names()).containsExactly("reset-drift");
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
