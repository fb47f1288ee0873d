package io.thumbstream.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Ruling;
import io.thumbstream.runtime.metrics.MetricNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A technique names what it measures, and that is all it takes. */
class LearnerMetricsTest {
    private static final StepPlan<String> PLAN = new StepPlan<>(
            new StepContext(1, 1, 0),
            List.of(StepInput.of(new InputRecord<>(new Position("experience", 0, 0), "g", 1, "value"))));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LearnerMetrics metrics = new LearnerMetrics(meters, "policy", "version");

    @Test
    void shouldBeInAlarmWhileTheDifferenceIsAboveTheThreshold() {
        metrics.alarmAbove(0.05);
        for (double[] each : new double[][] {{0.01, 0}, {0.06, 1}, {0.05, 0}, {7, 1}}) {
            metrics.stepped(
                    PLAN,
                    new StepOutcome(Optional.empty(), 1, 2, Map.of("log-prob-difference", each[0])),
                    Duration.ZERO);

            assertThat(meters.get(MetricNames.LOG_PROB_DIFFERENCE).gauge().value())
                    .isEqualTo(each[0]);
            assertThat(meters.get(MetricNames.LOG_PROB_ALARM).gauge().value()).isEqualTo(each[1]);
        }
        metrics.stepped(PLAN, new StepOutcome(Optional.empty(), 1, 2, Map.of("loss", 1.0)), Duration.ZERO);
        assertThat(meters.get(MetricNames.LOG_PROB_ALARM).gauge().value())
                .as("a step that could not compare changes nothing")
                .isEqualTo(1);
    }

    @Test
    void shouldCountWhereLogProbabilitiesOfTheReferenceCameFrom() {
        metrics.announceReferences();
        assertThat(answers("record")).isZero();
        assertThat(answers("learner")).isZero();
        for (int step = 0; step < 2; step++) {
            metrics.stepped(
                    PLAN,
                    new StepOutcome(
                            Optional.empty(), 1, 2, Map.of("reference-recorded", 6.0, "reference-recomputed", 2.0)),
                    Duration.ZERO);
        }

        assertThat(answers("record")).isEqualTo(12);
        assertThat(answers("learner")).isEqualTo(4);
    }

    private double answers(String source) {
        return meters.get(MetricNames.REFERENCE_LOG_PROBS)
                .tag("source", source)
                .counter()
                .count();
    }

    @Test
    void shouldMeasureNoLagOfADecision() {
        RolloutGroup about = RolloutGroup.about("d", new Ruling("ann", Decision.DISCARD), Instant.EPOCH);
        StepPlan<RolloutGroup> decided = new StepPlan<>(
                new StepContext(1, 1, 3),
                List.of(StepInput.of(new InputRecord<>(new Position("decisions", 0, 0), "d", 1, about))));

        metrics.stepped(decided, new StepOutcome(Optional.empty(), 0, 0, Map.of()), Duration.ZERO);

        assertThat(meters.get(MetricNames.POLICY_LAG).summary().count()).isZero();
        assertThat(meters.get(MetricNames.LEARNER_STEP).timer().count()).isEqualTo(1);
    }

    @Test
    void shouldShowADiagnosticThatNobodyHasHeardOfAsAGauge() {
        for (double value : new double[] {0.25, 0.75}) {
            metrics.stepped(
                    PLAN, new StepOutcome(Optional.empty(), 1, 2, Map.of("some-new-thing", value)), Duration.ZERO);
        }

        assertThat(meters.get(MetricNames.OBJECTIVE_PREFIX + "some.new.thing")
                        .tag("learner", "policy")
                        .gauge()
                        .value())
                .isEqualTo(0.75);
    }
}
