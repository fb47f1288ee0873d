package io.thumbstream.lab.drift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.drift.signal.Measure;
import io.thumbstream.lab.drift.signal.SignalAnswer;
import io.thumbstream.lab.drift.signal.SignalState;
import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.avro.DriftVerdict;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.ScoredRollout;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.StepInput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AvroSignalsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static ScoredRollout.Builder rollout(Observation state) {
        return ScoredRollout.newBuilder()
                .setRolloutId("g.0")
                .setIndex(0)
                .setPromptTokens(List.of(9))
                .setTokens(List.of(5, 6))
                .setBehaviourLogProbs(List.of(-0.5f, -1.5f))
                .setOldestPolicyVersion(3)
                .setNewestPolicyVersion(4)
                .setReward(0.7)
                .setTokenRewards(List.of())
                .setComponents(Map.of())
                .setLabelState(state)
                .setFinishReason(FinishReason.STOP)
                .setDisplayed(true);
    }

    private static Experience experience(ScoredRollout... rollouts) {
        return Experience.newBuilder()
                .setGroupId("g")
                .setRevision(2)
                .setRollouts(List.of(rollouts))
                .setExpectedSize(rollouts.length)
                .setCompleteness(1)
                .setLabelState(Observation.OBSERVED)
                .setRewardModel("reward/support")
                .setRewardVersion(1)
                .setEventTime(START)
                .build();
    }

    @Test
    void shouldReadWhatSignalsLookAt() {
        ScoredRollout whole = rollout(Observation.OBSERVED)
                .setScore(0.3)
                .setScoreUncertainty(0.1)
                .setLabelValue(1.0)
                .build();

        assertThat(AvroSignals.group(experience(whole)).revision()).isEqualTo(2);
        assertThat(AvroSignals.group(experience(whole)).answers())
                .containsExactly(new SignalAnswer(
                        "g.0",
                        List.of(5, 6),
                        List.of(-0.5f, -1.5f),
                        4,
                        0.7,
                        OptionalDouble.of(0.3),
                        OptionalDouble.of(0.1),
                        OptionalDouble.of(1)));
    }

    @Test
    void shouldPassOverAnswersThatOthersWereComparedWith() {
        ScoredRollout own = rollout(Observation.CENSORED).build();
        ScoredRollout start = rollout(Observation.CENSORED)
                .setComponents(Map.of(StartAnswers.COMPONENT, 1.0))
                .build();

        assertThat(AvroSignals.group(experience(own, start))).isEqualTo(AvroSignals.group(experience(own)));
    }

    @Test
    void shouldKnowNoScoreAndNoLabelThatIsNotObserved() {
        ScoredRollout silent = rollout(Observation.IMPUTED).setLabelValue(1.0).build();

        assertThat(AvroSignals.group(experience(silent)).answers())
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.score()).isEmpty();
                    assertThat(answer.deviation()).isEmpty();
                    assertThat(answer.label()).isEmpty();
                });
        assertThat(AvroSignals.group(experience()).answers()).isEmpty();
    }

    @Test
    void shouldReadPredictionsThatAreProbabilities() {
        SourcePosition position = new SourcePosition("t", 0, 0L);

        assertThat(AvroSignals.prediction(new StepInput(position, "l", 1, 0.7, 1.0)))
                .contains(new Prediction("l", "", 0.7, 1));
        assertThat(AvroSignals.prediction(new StepInput(position, "g", 1, null, null)))
                .isEmpty();
        assertThat(AvroSignals.prediction(new StepInput(position, "l", 1, Double.NaN, 1.0)))
                .isEmpty();
        assertThat(AvroSignals.prediction(new StepInput(position, "l", 1, 0.5, 1.5)))
                .isEmpty();
    }

    @Test
    void shouldWriteNumbersWithoutThreshold() {
        DriftVerdict verdict =
                AvroSignals.verdict(new SignalState(Measure.LABEL_SLOPE, -0.2, 7, Optional.empty()), START);

        assertThat(verdict.getMonitor()).isEqualTo("label-slope");
        assertThat(verdict.getValue()).isEqualTo(-0.2);
        assertThat(verdict.getThreshold()).isZero();
        assertThat(verdict.getDrifting()).isFalse();
        assertThat(verdict.getSampleCount()).isEqualTo(7);
    }
}
