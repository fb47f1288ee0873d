package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.InputRef;
import io.thumbstream.learner.engine.Partition;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.StepInput;
import io.thumbstream.schemas.avro.TrainingStep;
import io.thumbstream.schemas.avro.VersionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The engine's records as they are on the wire, and back. */
final class StepRecords {
    private StepRecords() {}

    static TrainingStep toWire(StepEntry entry) {
        List<SourcePosition> offsets = new ArrayList<>();
        new TreeMap<>(entry.positions())
                .forEach((partition, offset) ->
                        offsets.add(new SourcePosition(partition.topic(), partition.partition(), offset)));
        return TrainingStep.newBuilder()
                .setLearner(entry.learner())
                .setStep(entry.context().step())
                .setInputs(entry.inputs().stream().map(StepRecords::toWire).toList())
                .setSeed(entry.context().seed())
                .setConfigHash(entry.configHash())
                .setBaseVersion(entry.context().version())
                .setOffsets(offsets)
                .setPreviousDigest(entry.previousDigest().orElse(null))
                .setAt(entry.at())
                .build();
    }

    private static StepInput toWire(InputRef ref) {
        return StepInput.newBuilder()
                .setPosition(toWire(ref.position()))
                .setId(ref.id())
                .setRevision(ref.revision())
                .setPrediction(ref.prediction().isPresent() ? ref.prediction().getAsDouble() : null)
                .setTarget(ref.target().isPresent() ? ref.target().getAsDouble() : null)
                .build();
    }

    static StepEntry fromWire(TrainingStep step) {
        Map<Partition, Long> positions = new TreeMap<>();
        step.getOffsets()
                .forEach(next -> positions.put(new Partition(next.getTopic(), next.getPartition()), next.getOffset()));
        return new StepEntry(
                step.getLearner(),
                new StepContext(step.getStep(), step.getSeed(), step.getBaseVersion()),
                step.getInputs().stream().map(StepRecords::fromWire).toList(),
                step.getConfigHash(),
                positions,
                step.getPreviousDigest(),
                step.getAt());
    }

    private static InputRef fromWire(StepInput input) {
        SourcePosition place = input.getPosition();
        return new InputRef(
                new Position(place.getTopic(), place.getPartition(), place.getOffset()),
                input.getId(),
                input.getRevision(),
                number(input.getPrediction()),
                number(input.getTarget()));
    }

    static ModelVersion toWire(PublishedVersion version, String logTopic) {
        return ModelVersion.newBuilder()
                .setModelName(version.modelName())
                .setVersion(version.version())
                .setParent(version.parent())
                .setCheckpointUri(version.directory().toAbsolutePath().toUri().toString())
                .setSha256(version.sha256())
                .setState(VersionState.LIVE)
                .setGateResults(Map.of())
                .setConfigHash(version.configHash())
                .setStep(version.step())
                .setTrainingLogPosition(
                        version.logPosition().map(StepRecords::toWire).orElse(new SourcePosition(logTopic, 0, -1L)))
                .setAt(version.at())
                .build();
    }

    private static SourcePosition toWire(Position position) {
        return new SourcePosition(position.topic(), position.partition(), position.offset());
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
