package io.thumbstream.lab.drift.wire;

import io.thumbstream.lab.drift.signal.SignalAnswer;
import io.thumbstream.lab.drift.signal.SignalGroup;
import io.thumbstream.lab.drift.signal.SignalState;
import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.avro.DriftVerdict;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.ScoredRollout;
import io.thumbstream.schemas.avro.StepInput;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Reads records of the wire into what signals look at, and writes their numbers. */
final class AvroSignals {
    /** A threshold that says: nobody watches this number. */
    private static final double NONE = 0;

    private AvroSignals() {}

    static SignalGroup group(Experience group) {
        return new SignalGroup(
                group.getRevision(), learned(group).map(AvroSignals::answer).toList());
    }

    /** The answers but those of the policy that learning began with, which others were compared with. */
    static Stream<ScoredRollout> learned(Experience group) {
        return group.getRollouts().stream().filter(rollout -> !StartAnswers.marked(rollout.getComponents()));
    }

    private static SignalAnswer answer(ScoredRollout rollout) {
        OptionalDouble label = rollout.getLabelState() == Observation.OBSERVED
                ? optional(rollout.getLabelValue())
                : OptionalDouble.empty();
        return new SignalAnswer(
                rollout.getRolloutId(),
                rollout.getTokens(),
                rollout.getBehaviourLogProbs(),
                rollout.getNewestPolicyVersion(),
                rollout.getReward(),
                optional(rollout.getScore()),
                optional(rollout.getScoreUncertainty()),
                label);
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    /** Empty when the record says nothing, or no probabilities. */
    static Optional<Prediction> prediction(StepInput input) {
        Optional<Double> predicted = input.getPrediction().filter(AvroSignals::probability);
        Optional<Double> target = input.getTarget().filter(AvroSignals::probability);
        return predicted.flatMap(p -> target.map(y -> new Prediction(input.getId(), "", p, y)));
    }

    private static boolean probability(double value) {
        return value >= 0 && value <= 1;
    }

    static DriftVerdict verdict(SignalState signal, Instant at) {
        return DriftVerdict.newBuilder()
                .setMonitor(signal.name())
                .setValue(signal.value())
                .setThreshold(NONE)
                .setDrifting(false)
                .setSampleCount(signal.samples())
                .setDetail("a number, measured " + signal.samples() + " times; without threshold")
                .setAt(at)
                .build();
    }
}
