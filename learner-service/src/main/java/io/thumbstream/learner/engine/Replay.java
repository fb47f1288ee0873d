package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.FatalException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Rebuilds weights from the log alone: every logged step again, from its exact inputs.
 *
 * <p>Nothing is planned, announced or appended, so a replay may run beside the learner that writes the log. A step whose entry
 * knows the digest of the weights before it is compared with them. What the buffer of a live learner would hold is not rebuilt,
 * because the log already says what was taken from it. Checkpoints of its own make a replay that was cut go on from the newest.
 * One thread calls it, once.
 */
public final class Replay<T> {
    /** Entries whose inputs are read together. */
    private static final int CHUNK = 64;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final LearnerCore<T> core;
    private final StepHistory history;
    private final InputLookup<T> lookup;
    private final LearnerCheckpoints checkpoints;
    private final String configHash;
    private final int checkpointSteps;
    private final Build build;
    private final String base;
    private final List<LoggedStep> chunk = new ArrayList<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private BiConsumer<StepEntry, StepOutcome> listener = (entry, outcome) -> {};
    private long step;
    private long applied;
    private long compared;
    private Duration live = Duration.ZERO;
    private Optional<Instant> last = Optional.empty();
    private Optional<Position> position = Optional.empty();
    private String learner = "";

    /**
     * A step before which the weights are not those of the learner.
     *
     * @param step its number
     * @param logged sha256 that the learner had
     * @param found sha256 of the replay
     */
    public record Mismatch(long step, String logged, String found) {}

    /**
     * What a replay did.
     *
     * @param from step it began after: 0, or that of its own newest checkpoint
     * @param step last step applied
     * @param applied steps applied this time
     * @param compared digests compared this time
     * @param mismatches those that differed
     * @param live time between the logged steps that were applied, pauses beyond 30 s cut to that
     */
    public record Result(long from, long step, long applied, long compared, List<Mismatch> mismatches, Duration live) {
        public Result {
            mismatches = List.copyOf(mismatches);
        }
    }

    /**
     * A replay into {@code core}, which is as a new learner begins.
     *
     * @param checkpoints the replay's own, never those of the learner
     * @param configHash configuration of {@code core}; entries of another one are refused
     * @param checkpointSteps steps between two checkpoints, at least 1
     */
    public Replay(
            LearnerCore<T> core,
            StepHistory history,
            InputLookup<T> lookup,
            LearnerCheckpoints checkpoints,
            String configHash,
            int checkpointSteps) {
        this(core, history, lookup, checkpoints, configHash, checkpointSteps, Build.UNKNOWN);
    }

    /**
     * The same with what computes.
     *
     * @param build is written into checkpoints and compared with those that are read
     */
    public Replay(
            LearnerCore<T> core,
            StepHistory history,
            InputLookup<T> lookup,
            LearnerCheckpoints checkpoints,
            String configHash,
            int checkpointSteps,
            Build build) {
        this.core = core;
        this.history = history;
        this.lookup = lookup;
        this.checkpoints = checkpoints;
        this.configHash = configHash;
        this.checkpointSteps = checkpointSteps;
        this.build = build;
        this.base = core.digest();
    }

    /**
     * Applies the log up to {@code lastStep}, see {@link ReplayGoal#lastStep}.
     *
     * @param afterStep told of every applied step, when the core's weights are those after it
     * @throws FatalException when an input is gone, steps are missing, an entry was logged under another configuration, or a checkpoint
     *     is of another model or configuration
     */
    public Result run(long lastStep, BiConsumer<StepEntry, StepOutcome> afterStep) {
        listener = afterStep;
        resume(lastStep);
        if (step < checkpoints.floor()) {
            throw new FatalException("Steps up to " + checkpoints.floor() + " hold records of a person who was erased;"
                    + " replay to a later step, under the configuration of that erasure");
        }
        long from = step;
        history.forEachAfter(position, logged -> {
            if (logged.entry().context().step() <= lastStep) {
                chunk.add(logged);
            }
            if (chunk.size() == CHUNK) {
                applyChunk();
            }
        });
        applyChunk();
        if (applied > 0) {
            checkpoint();
        }
        return new Result(from, step, applied, compared, mismatches, live);
    }

    private void resume(long lastStep) {
        for (Path directory : checkpoints.newestFirst()) {
            EngineState state = EngineStateFile.read(directory);
            if (state.step() <= lastStep) {
                if (!state.configHash().equals(configHash)) {
                    throw new FatalException(
                            "The snapshot of step " + state.step() + " was written under configuration "
                                    + state.configHash() + ", not " + configHash
                                    + "; give the settings of then (--config, --set), or begin at a later snapshot");
                }
                CheckpointCheck check = new CheckpointCheck(origin(), configHash);
                check.admit(directory, state);
                core.restore(directory, lookup);
                check.confirm(directory, state, core.digest());
                step = state.step();
                learner = state.origin().learner();
                position = state.logPosition();
                return;
            }
        }
    }

    private void applyChunk() {
        LoggedInputs<T> inputs =
                LoggedInputs.read(chunk.stream().map(LoggedStep::entry).toList(), lookup);
        for (LoggedStep logged : chunk) {
            apply(logged, inputs);
        }
        chunk.clear();
    }

    private void apply(LoggedStep logged, LoggedInputs<T> inputs) {
        StepEntry entry = logged.entry();
        if (entry.context().step() <= step) {
            return;
        }
        check(entry);
        compare(entry);
        StepPlan<T> plan = new StepPlan<>(entry.context(), inputs.of(entry));
        StepOutcome outcome = core.apply(plan);
        step = entry.context().step();
        learner = entry.learner();
        position = Optional.of(logged.position());
        applied++;
        live = live.plus(last.map(before -> pause(before, entry.at())).orElse(Duration.ZERO));
        last = Optional.of(entry.at());
        listener.accept(entry, outcome);
        if (step % checkpointSteps == 0) {
            checkpoint();
        }
    }

    /** Time between two steps; none where the clock was set back between them. */
    private static Duration pause(Instant before, Instant now) {
        Duration gap = now.isBefore(before) ? Duration.ZERO : Duration.between(before, now);
        return gap.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : gap;
    }

    private void check(StepEntry entry) {
        if (entry.context().step() != step + 1) {
            throw LostSteps.gap(entry.learner(), step, entry.context().step());
        }
        if (!entry.configHash().equals(configHash)) {
            throw new FatalException("Step " + entry.context().step() + " of " + entry.learner()
                    + " was logged under configuration " + entry.configHash() + ", not " + configHash
                    + "; give the settings it ran with (--config, --set), or end before it with --to-step "
                    + (entry.context().step() - 1));
        }
    }

    private void compare(StepEntry entry) {
        entry.previousDigest().ifPresent(logged -> {
            compared++;
            String found = core.digest();
            if (!found.equals(logged)) {
                mismatches.add(new Mismatch(entry.context().step(), logged, found));
            }
        });
    }

    private void checkpoint() {
        EngineState state = new EngineState(step, 0, 0, Map.of(), position, configHash, core.digest(), origin());
        checkpoints.save(step, directory -> {
            core.snapshot(directory);
            EngineStateFile.write(state, directory);
        });
    }

    private Origin origin() {
        return new Origin(learner, base, build);
    }
}
