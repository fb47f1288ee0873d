package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.FatalException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The steps of the log once more with something changed: other settings of the core, other inputs, or some left out.
 *
 * <p>Inputs of people who were erased are left out, whatever the change. A step keeps its number, its seed and the order of its inputs. One that keeps no input is passed over, as if it had never been
 * due. Predictions are made anew by the weights of this run, because those in the log know what is changed. Digests and
 * configurations in the log are those of the run as it was and are not compared; with nothing changed the weights are those of
 * a {@link Replay}. It may begin at a snapshot that nothing of what is changed had reached ({@link RebuildStart}), which gives the same
 * weights. Nothing is planned, announced or appended. One thread calls it, once.
 */
public final class Counterfactual<T> {
    /** Entries whose inputs are read together. */
    private static final int CHUNK = 64;

    private final LearnerCore<T> core;
    private final StepHistory history;
    private final InputLookup<T> lookup;
    private final InputChange<T> change;
    private final String base;
    private final List<LoggedStep> chunk = new ArrayList<>();
    private Optional<Following<T>> following = Optional.empty();
    private Optional<LoggedStep> last = Optional.empty();
    private Optional<Position> begunBehind = Optional.empty();
    private Map<Partition, Long> begunAt = Map.of();
    private OptionalLong firstChanged = OptionalLong.empty();
    private long step;
    private long applied;
    private long passedOver;
    private long leftOut;

    private record Following<T>(Intake<T> intake, Duration poll, Duration patience) {}

    /**
     * A step as it was taken.
     *
     * @param plan its changed inputs
     * @param outcome what it did
     */
    public record Taken<T>(StepPlan<T> plan, StepOutcome outcome) {}

    /** Told of every step. */
    @FunctionalInterface
    public interface Listener<T> {
        /** The core's weights are those after the step; {@code taken} is empty when it was passed over. */
        void after(StepEntry entry, Optional<Taken<T>> taken);
    }

    /**
     * What was done.
     *
     * @param step last step of the log that was looked at, or that of the snapshot it began at; 0 when there was none
     * @param applied steps taken
     * @param passedOver steps that kept no input
     * @param inputsLeftOut inputs that steps had and now have not
     * @param firstChanged first step with an input that the change altered or left out; empty when there is none
     */
    public record Result(long step, long applied, long passedOver, long inputsLeftOut, OptionalLong firstChanged) {}

    /**
     * Steps into {@code core}, which is as a new learner begins.
     *
     * @param change applied to every input
     */
    public Counterfactual(LearnerCore<T> core, StepHistory history, InputLookup<T> lookup, InputChange<T> change) {
        this.core = core;
        this.history = history;
        this.lookup = lookup;
        this.change = change;
        this.base = core.digest();
    }

    /**
     * Begins at a snapshot of the run in place of the weights before the first step, when {@code start} names one. Call first.
     *
     * @param configHash settings of the core
     * @param build what computes
     * @throws FatalException when the snapshot began with another model or does not restore its weights
     */
    public Counterfactual<T> startingAt(RebuildStart start, String configHash, Build build) {
        start.snapshot().ifPresent(directory -> {
            EngineState state = EngineStateFile.read(directory);
            CheckpointCheck check = new CheckpointCheck(new Origin("", base, build), configHash);
            check.admit(directory, state);
            core.restore(directory, lookup);
            check.confirm(directory, state, core.digest());
            step = state.step();
            begunBehind = state.logPosition();
            begunAt = state.positions();
        });
        return this;
    }

    /**
     * Also hands over, before each step, every record that the learner had accepted by then, changed in the same way, so that its buffer
     * is rebuilt too. Call before {@link #run} and after {@link #startingAt}.
     *
     * @param patience longest wait for records that the log says were there
     */
    public Counterfactual<T> following(InputSource<T> source, Duration poll, Duration patience, Clock clock) {
        Intake<T> intake = new Intake<>(source, record -> change.of(record).ifPresent(core::accept), clock);
        intake.startAt(begunAt);
        following = Optional.of(new Following<>(intake, poll, patience));
        return this;
    }

    /**
     * Writes the state after the last step as a checkpoint from which a live learner goes on. Call after {@link #run}.
     *
     * @param version newest version announced
     * @param build what computes it
     */
    public void checkpoint(LearnerCheckpoints checkpoints, long version, String configHash, Build build) {
        LoggedStep reached = last.orElseThrow(() -> new IllegalStateException("no step was taken"));
        EngineState state = new EngineState(
                step,
                version,
                step,
                reached.entry().positions(),
                Optional.of(reached.position()),
                configHash,
                core.digest(),
                new Origin(reached.entry().learner(), base, build));
        checkpoints.save(step, directory -> {
            core.snapshot(directory);
            EngineStateFile.write(state, directory);
        });
    }

    /**
     * Takes the steps of the log up to {@code lastStep}.
     *
     * @throws FatalException when an input is gone or steps are missing
     */
    public Result run(long lastStep, Listener<T> listener) {
        long from = step;
        history.forEachAfter(begunBehind, logged -> {
            long number = logged.entry().context().step();
            if (number > from && number <= lastStep) {
                chunk.add(logged);
            }
            if (chunk.size() == CHUNK) {
                take(listener);
            }
        });
        take(listener);
        return new Result(step, applied, passedOver, leftOut, firstChanged);
    }

    private void take(Listener<T> listener) {
        LoggedInputs<T> inputs =
                LoggedInputs.read(chunk.stream().map(LoggedStep::entry).toList(), lookup);
        for (LoggedStep logged : chunk) {
            StepEntry entry = logged.entry();
            if (entry.context().step() != step + 1) {
                throw new FatalException("The training log of " + entry.learner() + " jumps from step " + step + " to "
                        + entry.context().step()
                        + ": what was before is past retention, so what would have been cannot be"
                        + " computed from it; restore the log");
            }
            step = entry.context().step();
            last = Optional.of(logged);
            following.ifPresent(each -> each.intake().drainUpTo(entry.positions(), each.poll(), each.patience()));
            listener.after(entry, take(entry, inputs));
        }
        chunk.clear();
    }

    private Optional<Taken<T>> take(StepEntry entry, LoggedInputs<T> logged) {
        List<StepInput<T>> inputs = new ArrayList<>();
        List<StepInput<T>> present = logged.present(entry);
        if (firstChanged.isEmpty() && present.size() < entry.inputs().size()) {
            firstChanged = OptionalLong.of(step);
        }
        for (StepInput<T> input : present) {
            Optional<InputRecord<T>> kept = change.of(input.record());
            if (firstChanged.isEmpty()
                    && kept.filter(record -> record.equals(input.record())).isEmpty()) {
                firstChanged = OptionalLong.of(step);
            }
            kept.ifPresent(record -> inputs.add(new StepInput<>(record, input.prediction(), input.target())));
        }
        List<StepInput<T>> understood = core.revised(inputs);
        leftOut += entry.inputs().size() - understood.size();
        if (understood.isEmpty()) {
            passedOver++;
            return Optional.empty();
        }
        applied++;
        StepPlan<T> plan = new StepPlan<>(entry.context(), understood);
        return Optional.of(new Taken<>(plan, core.apply(plan)));
    }
}
