package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Periods of two steps of two judged answers; two that nobody likes after two that people like sum to 2 (1/2 - 1/10) = 0.8. */
class ElasticResetAlarmTest {
    private static final float[] LIKED = {1, 1};
    private static final float[] DISLIKED = {0, 0};

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

    private static Stabilizer reset(double threshold) {
        return new ElasticReset(new ElasticReset.Settings(
                0.5, 2, ElasticReset.Trigger.ALARM, 0, new ApprovalFall.Settings(0.1, threshold, 2)));
    }

    /** Answers of one token. */
    private static BatchArrays batch(float[] labels, float weight) {
        float[] zeros = new float[2];
        float[] ones = {1, 1};
        float[] weights = new float[2];
        Arrays.fill(weights, weight);
        return new BatchArrays(
                2, 1, zeros, zeros, ones, zeros, zeros, zeros, zeros, labels, weights, new PolicyBatch.Whole(2, 2));
    }

    /** A step that moved the weight to {@code value}. */
    private void step(Stabilizer stabilizer, float value, float[] labels) {
        step(stabilizer, value, batch(labels, 1));
    }

    private void step(Stabilizer stabilizer, float value, BatchArrays batch) {
        try (ParamSet moved = weights(value)) {
            current.copyFrom(moved);
        }
        policy.steps(policy.steps() + 1);
        stabilizer.beginStep();
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
    void shouldGoBackWhenPeopleBeganToApproveLess() {
        Stabilizer reset = reset(0.79);
        step(reset, 4, LIKED);
        step(reset, 8, DISLIKED);

        // the average goes 0, 2, 5
        assertThat(value()).isCloseTo(5, within(1e-5f));
        assertThat(average()).isZero();
        step(reset, 6, DISLIKED);
        step(reset, 7, DISLIKED);
        assertThat(value()).as("what people say is as it was since the alarm").isEqualTo(7);
    }

    @Test
    void shouldOnlyBeginTheAverageAnewWhereNoAlarmSounded() {
        Stabilizer reset = reset(0.81);
        step(reset, 4, LIKED);
        step(reset, 8, DISLIKED);

        assertThat(value()).as("a fall of 0.8").isEqualTo(8);
        assertThat(average()).as("so that a later reset is one").isZero();
    }

    @Test
    void shouldWaitForTheEndOfThePeriodAlsoAcrossARestart() {
        Stabilizer before = reset(0.79);
        step(before, 1, LIKED);
        step(before, 1, LIKED);
        // means 1, 1, 2/3: 2 (2/3 - 1/10)
        step(before, 4, DISLIKED);
        assertThat(value()).isEqualTo(4);
        assertThat(before.state()).containsEntry("reset-alarm", 1.0);

        Stabilizer resumed = reset(0.79);
        resumed.restore(before.state());
        assertThat(resumed.state()).isEqualTo(before.state());
        step(resumed, 8, LIKED);
        assertThat(value()).as("the average went 0, 2, 5").isCloseTo(5, within(1e-5f));
        assertThat(resumed.state()).containsEntry("reset-alarm", 0.0);
    }

    @Test
    void shouldNotHearWhatNobodyJudgedNorAStepThatWasNotTaken() {
        Stabilizer reset = reset(0.79);
        step(reset, 4, LIKED);
        reset.beginStep();
        var unusedSkipped = batch(DISLIKED, 1).evaluate(manager, reset::penalty);
        step(reset, 8, batch(DISLIKED, 0));

        assertThat(value()).isEqualTo(8);
    }

    @Test
    void shouldAddUpWhatIsSaidInParts() {
        Stabilizer reset = reset(0.79);
        step(reset, 4, LIKED);
        policy.steps(2);
        reset.beginStep();
        var unusedFirst = batch(DISLIKED, 1).rows(0, 1).evaluate(manager, reset::penalty);
        var unusedSecond = batch(DISLIKED, 1).rows(1, 2).evaluate(manager, reset::penalty);
        reset.afterStep(policy);

        // the average goes 0, 2, 3, and the policy, still at 4, takes it
        assertThat(value()).isCloseTo(3, within(1e-5f));
    }

    @Test
    void shouldReadWhatPeopleSaidOnlyWhereItListens() {
        assertThat(reset(1).needs()).containsExactly(Signal.BINARY_LABEL);
        assertThat(reset(1).diagnostics()).isEqualTo(Set.of("reset-alarm", "approval-fall"));
        assertThat(batch(LIKED, 1).evaluate(manager, reset(1)::penalty).names().names())
                .isEqualTo(Set.of("reset-alarm", "approval-fall"));
        assertThat(Stabilizers.CATALOG.create("elastic-reset").state()).isEqualTo(Map.of());
    }

    @Test
    void shouldRefuseAnAlarmThatIsNone() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode().put("trigger", "alarm");
        settings.putObject("alarm").put("threshold", 0);

        assertThatThrownBy(() -> Stabilizers.CATALOG.create("elastic-reset", settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("threshold is 0.0");
    }
}
