package io.thumbstream.learner.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Live learners on a world in memory: a checkpoint every third step, a version every second. */
final class EngineRig {
    static final String HASH = "hash";

    private EngineRig() {}

    static EventSourcedLearner<Long> learner(
            MemoryWorld world, ChainCore core, LearnerCheckpoints checkpoints, VersionFiles versions, Clock clock) {
        LearnerPorts<Long> ports = new LearnerPorts<>(
                world.source(),
                world.stepLog(Crash.Plan.never()),
                world.sink(Crash.Plan.never()),
                checkpoints,
                versions);
        EngineSettings settings = new EngineSettings(
                "policy/test",
                "policy/test",
                7,
                HASH,
                new Cadence(3, Duration.ofHours(1)),
                new Cadence(2, Duration.ofHours(1)),
                Duration.ZERO,
                Duration.ofSeconds(5));
        return new EventSourcedLearner<>(settings, core, ports, clock, new EngineListener() {});
    }

    static void rounds(EventSourcedLearner<Long> learner, int count) {
        for (int i = 0; i < count; i++) {
            Optional<StepOutcome> unused = learner.round(() -> true);
        }
    }
}
