package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.FatalException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link LearnerCore} as a replicated state machine: plan, append to the log, apply.
 *
 * <p>One round: accept new records; if the core plans a step, hand it to the training log together with the
 * consumer positions, then apply it; then checkpoint and publish when due. Because all entries are durable before a checkpoint
 * or a version is written, nothing outside depends on a step that is not in the log, and a crash anywhere is undone by
 * {@link #recover(LongConsumer)}: the newest valid checkpoint, the records up to each logged entry's positions, the logged steps
 * from their exact inputs.
 *
 * <p>Not thread-safe: one thread calls it.
 */
public final class EventSourcedLearner<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventSourcedLearner.class);

    private final EngineSettings settings;
    private final LearnerCore<T> core;
    private final LearnerPorts<T> ports;
    private final Intake<T> intake;
    private final Clock clock;
    private final EngineListener listener;
    private final Origin origin;
    private final Trigger checkpointTrigger;
    private final Trigger publishTrigger;
    private long step;
    private long version;
    private Optional<Position> logPosition = Optional.empty();
    private Optional<String> knownDigest = Optional.empty();

    public EventSourcedLearner(
            EngineSettings settings, LearnerCore<T> core, LearnerPorts<T> ports, Clock clock, EngineListener listener) {
        this.settings = settings;
        this.core = core;
        this.ports = ports;
        this.clock = clock;
        this.listener = listener;
        this.intake = new Intake<>(ports.source(), core::accept, clock);
        this.origin = new Origin(settings.learner(), core.digest(), settings.build());
        this.checkpointTrigger = new Trigger(settings.checkpoint(), clock.instant());
        this.publishTrigger = new Trigger(settings.publish(), clock.instant());
    }

    /** Last applied step. */
    public long step() {
        return step;
    }

    /** Newest published version. */
    public long version() {
        return version;
    }

    /** Offset of the next record to accept, per partition. */
    public Map<Partition, Long> positions() {
        return intake.positions();
    }

    /** As {@link #recover(LongConsumer)}, telling nobody. */
    public Recovery recover() {
        return recover(reached -> {});
    }

    /**
     * Brings the learner to the state after its last logged step. Call once, before the first round.
     *
     * @param reached told the step of the checkpoint, then every step that was applied again
     */
    public Recovery recover(LongConsumer reached) {
        Optional<EngineState> loaded = loadNewestCheckpoint();
        intake.startAt(loaded.map(EngineState::positions).orElse(Map.of()));
        long from = step;
        reached.accept(step);
        ports.log().forEachAfter(logPosition, logged -> {
            replay(logged);
            reached.accept(step);
        });
        version = Math.max(version, ports.versions().newest().orElse(0));
        Recovery recovery = new Recovery(from, step - from, step, version);
        LOG.atInfo()
                .addKeyValue("learner", settings.learner())
                .addKeyValue("step", step)
                .addKeyValue("replayed", step - from)
                .addKeyValue("policy_version", version)
                .log("learner state recovered");
        listener.recovered(recovery);
        return recovery;
    }

    /**
     * One round.
     *
     * @param mayStep false while learning is paused; records are still taken in
     * @return the outcome of the step, empty when none was taken
     */
    public Optional<StepOutcome> round(BooleanSupplier mayStep) {
        intake.drain(settings.pollTimeout());
        Optional<StepOutcome> outcome = Optional.empty();
        if (mayStep.getAsBoolean()) {
            Optional<StepPlan<T>> plan = core.plan(context(step + 1, version));
            if (plan.isPresent()) {
                outcome = Optional.of(take(plan.get()));
            }
        }
        Instant now = clock.instant();
        if (checkpointTrigger.due(step, now)) {
            attempt("checkpoint", checkpointTrigger, this::checkpoint);
        }
        if (publishTrigger.due(step, now) && !ports.versions().held()) {
            attempt("version", publishTrigger, this::publish);
        }
        return outcome;
    }

    /** A full disk stops no learning: the log has every step, so what cannot be written now is written later. */
    private void attempt(String what, Trigger trigger, Runnable write) {
        try {
            write.run();
        } catch (UncheckedIOException e) {
            trigger.postpone(clock.instant());
            LOG.atError()
                    .addKeyValue("learner", settings.learner())
                    .addKeyValue("what", what)
                    .addKeyValue("step", step)
                    .addKeyValue("last_written_step", trigger.lastStep())
                    .setCause(e)
                    .log("not written, tried again later; the training log has every step since the last: make room");
        }
    }

    /** Writes a checkpoint now. */
    public void checkpoint() {
        Instant began = clock.instant();
        settle();
        String digest = digest();
        EngineState state = new EngineState(
                step,
                version,
                publishTrigger.lastStep(),
                intake.positions(),
                logPosition,
                settings.configHash(),
                digest,
                origin);
        ports.checkpoints().save(step, directory -> {
            core.snapshot(directory);
            EngineStateFile.write(state, directory);
        });
        checkpointTrigger.done(step, clock.instant());
        listener.checkpointed(step, Duration.between(began, clock.instant()));
    }

    /** Publishes the present weights as the next version. */
    public PublishedVersion publish() {
        Instant began = clock.instant();
        settle();
        VersionFiles.Stored stored = ports.files().save(version + 1, core::export);
        PublishedVersion published = new PublishedVersion(
                settings.modelName(),
                version + 1,
                version,
                stored.directory(),
                stored.sha256(),
                step,
                logPosition,
                settings.configHash(),
                clock.instant());
        ports.versions().announce(published);
        version = published.version();
        publishTrigger.done(step, clock.instant());
        listener.published(published, Duration.between(began, clock.instant()));
        return published;
    }

    /** Writes a last checkpoint when a step was taken since the newest one. The ports and the core stay open. */
    @Override
    public void close() {
        if (checkpointTrigger.pending(step)) {
            attempt("checkpoint", checkpointTrigger, this::checkpoint);
        }
    }

    private StepOutcome take(StepPlan<T> plan) {
        StepEntry entry = new StepEntry(
                settings.learner(),
                plan.context(),
                plan.inputs().stream().map(InputRef::of).toList(),
                settings.configHash(),
                intake.positions(),
                knownDigest,
                clock.instant());
        ports.log().append(entry);
        return apply(plan);
    }

    /** Nothing of a step may be seen before the log has it. */
    private void settle() {
        ports.log().settle().ifPresent(position -> logPosition = Optional.of(position));
    }

    private StepOutcome apply(StepPlan<T> plan) {
        Instant began = clock.instant();
        StepOutcome outcome = core.apply(plan);
        step = plan.context().step();
        knownDigest = Optional.empty();
        listener.stepped(plan, outcome, Duration.between(began, clock.instant()));
        return outcome;
    }

    private void replay(LoggedStep logged) {
        StepEntry entry = logged.entry();
        if (entry.context().step() <= step) {
            return;
        }
        if (entry.context().step() != step + 1) {
            throw LostSteps.gap(settings.learner(), step, entry.context().step());
        }
        if (!entry.configHash().equals(settings.configHash())) {
            LOG.atWarn()
                    .addKeyValue("learner", settings.learner())
                    .addKeyValue("step", entry.context().step())
                    .addKeyValue("logged", entry.configHash())
                    .addKeyValue("now", settings.configHash())
                    .log("a step behind the last checkpoint was logged under other settings and is applied under these;"
                            + " to keep it as it was, start and stop once with the settings of then");
        }
        verifyDigest(entry);
        intake.drainUpTo(entry.positions(), settings.pollTimeout(), settings.recoveryTimeout());
        version = Math.max(version, entry.context().version());
        var unused = apply(new StepPlan<>(entry.context(), resolve(entry)));
        logPosition = Optional.of(logged.position());
    }

    private List<StepInput<T>> resolve(StepEntry entry) {
        return LoggedInputs.read(List.of(entry), ports.source()).of(entry);
    }

    private void verifyDigest(StepEntry entry) {
        if (entry.previousDigest().isEmpty()
                || !entry.configHash().equals(settings.configHash())
                || entry.previousDigest().get().equals(digest())) {
            return;
        }
        throw new FatalException("Before step " + entry.context().step() + " the weights of " + settings.learner()
                + " had sha256 " + entry.previousDigest().get() + " and now have " + digest()
                + "; the log was not written by this program, configuration and device (now: "
                + settings.build().words() + "). The weights of the last checkpoint, step "
                + checkpointTrigger.lastStep()
                + ", are whole: go on with the build and device of then, or rebuild with thumbstream replay");
    }

    private Optional<EngineState> loadNewestCheckpoint() {
        for (Path directory : ports.checkpoints().newestFirst()) {
            EngineState state = EngineStateFile.read(directory);
            CheckpointCheck check = new CheckpointCheck(origin, settings.configHash());
            check.admit(directory, state);
            core.restore(directory, ports.source());
            check.confirm(directory, state, core.digest());
            step = state.step();
            version = state.version();
            logPosition = state.logPosition();
            knownDigest = Optional.of(state.digest());
            checkpointTrigger.done(step, clock.instant());
            publishTrigger.done(state.publishedStep(), clock.instant());
            return Optional.of(state);
        }
        return Optional.empty();
    }

    private String digest() {
        String digest = knownDigest.orElseGet(core::digest);
        knownDigest = Optional.of(digest);
        return digest;
    }

    private StepContext context(long next, long newest) {
        return new StepContext(next, StepSeeds.of(settings.rootSeed(), next), newest);
    }
}
