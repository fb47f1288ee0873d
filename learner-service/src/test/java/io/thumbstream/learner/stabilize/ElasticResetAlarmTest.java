package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.learner.objective.CutLabels;
import io.thumbstream.learner.objective.PolicyBatch;
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

    private final OneWeight policy = new OneWeight();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        policy.close();
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

    @Test
    void shouldGoBackWhenPeopleBeganToApproveLess() {
        Stabilizer reset = reset(0.79);
        policy.step(reset, 4, batch(LIKED, 1));
        policy.step(reset, 8, batch(DISLIKED, 1));

        // the average goes 0, 2, 5
        assertThat(policy.value()).isCloseTo(5, within(1e-5f));
        assertThat(policy.average()).isZero();
        policy.step(reset, 6, batch(DISLIKED, 1));
        policy.step(reset, 7, batch(DISLIKED, 1));
        assertThat(policy.value())
                .as("what people say is as it was since the alarm")
                .isEqualTo(7);
    }

    @Test
    void shouldOnlyBeginTheAverageAnewWhereNoAlarmSounded() {
        Stabilizer reset = reset(0.81);
        policy.step(reset, 4, batch(LIKED, 1));
        policy.step(reset, 8, batch(DISLIKED, 1));

        assertThat(policy.value()).as("a fall of 0.8").isEqualTo(8);
        assertThat(policy.average()).as("so that a later reset is one").isZero();
    }

    @Test
    void shouldWaitForTheEndOfThePeriodAlsoAcrossARestart() {
        Stabilizer before = reset(0.79);
        policy.step(before, 1, batch(LIKED, 1));
        policy.step(before, 1, batch(LIKED, 1));
        // means 1, 1, 2/3: 2 (2/3 - 1/10)
        policy.step(before, 4, batch(DISLIKED, 1));
        assertThat(policy.value()).isEqualTo(4);
        assertThat(before.state()).containsEntry("reset-alarm", 1.0);

        Stabilizer resumed = reset(0.79);
        resumed.restore(before.state());
        assertThat(resumed.state()).isEqualTo(before.state());
        policy.step(resumed, 8, batch(LIKED, 1));
        assertThat(policy.value()).as("the average went 0, 2, 5").isCloseTo(5, within(1e-5f));
        assertThat(resumed.state()).containsEntry("reset-alarm", 0.0);
    }

    @Test
    void shouldNotHearWhatNobodyJudgedNorAStepThatWasNotTaken() {
        Stabilizer reset = reset(0.79);
        policy.step(reset, 4, batch(LIKED, 1));
        reset.beginStep();
        var unusedSkipped = policy.look(reset, batch(DISLIKED, 1));
        policy.step(reset, 8, batch(DISLIKED, 0));

        assertThat(policy.value()).isEqualTo(8);
    }

    /** Half is left of what is said of two answers that nobody likes, so one is counted: the mean comes to 2/3 and the fall to 2/3 less 1/10. */
    @Test
    void shouldNotGoBackForWhatTheFirewallTook() {
        Stabilizer reset = reset(0.79);
        policy.step(reset, 4, batch(LIKED, 1));
        policy.step(reset, 8, CutLabels.of(batch(DISLIKED, 1), 0.5, 0.5));

        assertThat(policy.value()).as("two whole ones sound the alarm").isEqualTo(8);
        assertThat(reset.state().getOrDefault("alarm-fall", Double.NaN)).isCloseTo(2.0 / 3 - 0.1, within(1e-6));
    }

    @Test
    void shouldAddUpWhatIsSaidInParts() {
        Stabilizer reset = reset(0.79);
        policy.step(reset, 4, batch(LIKED, 1));
        policy.step(reset, batch(DISLIKED, 1).rows(0, 1), batch(DISLIKED, 1).rows(1, 2));

        // the average goes 0, 2, 3, and the policy, still at 4, takes it
        assertThat(policy.value()).isCloseTo(3, within(1e-5f));
    }

    @Test
    void shouldReadWhatPeopleSaidOnlyWhereItListens() {
        assertThat(reset(1).needs()).containsExactly(Signal.BINARY_LABEL);
        assertThat(reset(1).diagnostics()).isEqualTo(Set.of("reset-alarm", "approval-fall"));
        assertThat(policy.look(reset(1), batch(LIKED, 1)).names().names())
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
