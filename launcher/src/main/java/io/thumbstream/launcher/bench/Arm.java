package io.thumbstream.launcher.bench;

import io.thumbstream.learner.engine.Cadence;
import io.thumbstream.learner.engine.EngineListener;
import io.thumbstream.learner.engine.EngineSettings;
import io.thumbstream.learner.engine.EventSourcedLearner;
import io.thumbstream.learner.engine.InputSource;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.LearnerPorts;
import io.thumbstream.learner.engine.StepLog;
import io.thumbstream.learner.engine.VersionFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** One learner of a comparison. Used by one thread. */
final class Arm implements AutoCloseable {
    private static final double NANOS = 1e9;
    private static final Cadence NEVER = new Cadence(Long.MAX_VALUE, Duration.ofDays(36_500));
    private static final long SEED = 1;

    private final LearnerCore<?> core;
    private final EventSourcedLearner<?> learner;
    private final StepLog log;

    private Arm(LearnerCore<?> core, EventSourcedLearner<?> learner, StepLog log) {
        this.core = core;
        this.learner = learner;
        this.log = log;
    }

    /**
     * A learner that never checkpoints or publishes.
     *
     * @param name key of its log
     * @param core closed with the arm
     * @param source its topic must exist where {@code log} commits positions
     */
    static <T> Arm open(String name, LearnerCore<T> core, InputSource<T> source, StepLog log) {
        Nowhere nowhere = new Nowhere();
        EngineSettings engine =
                new EngineSettings(name, name, SEED, "benchmark", NEVER, NEVER, Duration.ZERO, Duration.ofSeconds(30));
        EventSourcedLearner<T> learner = new EventSourcedLearner<>(
                engine,
                core,
                new LearnerPorts<>(source, log, nowhere, nowhere, Arm::refuse),
                Clock.systemUTC(),
                new EngineListener() {});
        var unused = learner.recover();
        return new Arm(core, learner, log);
    }

    /** Takes {@code steps} steps, waits until the log has all, and gives the seconds both took. */
    double run(int steps) {
        long began = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            if (learner.round(() -> true).isEmpty()) {
                throw new IllegalStateException("no step was taken although a full batch waited; the records of the"
                        + " benchmark do not suit the settings");
            }
        }
        var unused = log.settle();
        return (System.nanoTime() - began) / NANOS;
    }

    private static VersionFiles.Stored refuse(long version, Consumer<Path> writer) {
        throw new IllegalStateException("version " + version + " was to be written within a benchmark");
    }

    /** sha256 of its weights. */
    String digest() {
        return core.digest();
    }

    @Override
    public void close() {
        core.close();
    }
}
