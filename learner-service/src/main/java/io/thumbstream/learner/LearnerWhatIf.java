package io.thumbstream.learner;

import io.thumbstream.learner.engine.Counterfactual;
import io.thumbstream.learner.engine.FileVersions;
import io.thumbstream.learner.engine.InputChange;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.ReplayGoal;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.VersionFiles;
import io.thumbstream.learner.engine.VersionSteps;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.wire.KafkaStepHistory;
import io.thumbstream.learner.wire.KafkaVersionHistory.Announced;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.service.ServiceContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;

/**
 * The recorded stream of a run through learners with other settings, or with inputs changed or left out.
 *
 * <p>Reads topics, writes none; weights go below the data directory of its context, which holds version 0. First the reward learner,
 * which tells whenever its weights are those that scored under a version's number, then the policy learner over experience that
 * the caller gives new rewards. Runs on the caller's thread, whose native threads must be as many as the learners had.
 */
public final class LearnerWhatIf {
    private final LearnerSettings settings;
    private final ServiceContext context;
    private final LearnerCores cores;

    /** Told of the reward learner's run. */
    public interface RewardListener {
        /** The weights are those that stand for {@code version}; {@code scores} works only during the call. */
        void version(long version, Function<List<ScoreInput>, double[][]> scores);

        /** Called first where the run is taken up in its middle: versions up to {@code version} are those that it had. */
        default void asRecorded(long version) {}

        /** A label as it was foreseen before it was learned for the first time. */
        void predicted(Instant at, double prediction, double target);
    }

    /** Told of the policy learner's run. */
    @FunctionalInterface
    public interface PolicyListener {
        /** A step was taken that had groups of answers, and not decisions about people alone. */
        void stepped(long step, StepOutcome outcome);
    }

    /**
     * Where a learner came to.
     *
     * @param result what was done
     * @param directory holds the weights
     * @param sha256 digest of their file
     * @param sameAsAnnounced whether the weights after the step of the newest announced version were those; true when none was
     */
    public record Reached(Counterfactual.Result result, Path directory, String sha256, boolean sameAsAnnounced) {}

    /** Learners with these settings, with brokers to read from and a data directory to write to. */
    public LearnerWhatIf(LearnerSettings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.cores = LearnerCores.alone(settings, context);
    }

    /** The reward learner again. */
    public Reached reward(InputChange<RewardLabel> change, RewardListener listener, LearnerReplay.Progress progress) {
        Grad.prepareThread();
        LearnerUnit.Held held = new LearnerUnit.Held();
        try {
            RecordedInputs inputs = new RecordedInputs(context, held, settings.policy());
            RewardCore core = held.keep(cores.reward());
            Told told = new Told(core, listener, inputs, cores, 0);
            return run(LearnerCores.REWARD, core, inputs, inputs.labels(), change, progress, told);
        } finally {
            held.close();
        }
    }

    /** The policy learner again. */
    public Reached policy(InputChange<RolloutGroup> change, PolicyListener listener, LearnerReplay.Progress progress) {
        Grad.prepareThread();
        LearnerUnit.Held held = new LearnerUnit.Held();
        try {
            RecordedInputs inputs = new RecordedInputs(context, held, settings.policy());
            PolicyCore core = held.keep(cores.policy());
            return run(
                    LearnerCores.POLICY,
                    core,
                    inputs,
                    inputs.experience(),
                    change,
                    progress,
                    (entry, taken) -> taken.filter(step -> hasGroups(step.plan()))
                            .ifPresent(step -> listener.stepped(entry.context().step(), step.outcome())));
        } finally {
            held.close();
        }
    }

    private static boolean hasGroups(StepPlan<RolloutGroup> plan) {
        return plan.records().stream().anyMatch(record -> !record.value().decides());
    }

    private <T> Reached run(
            String kind,
            LearnerCore<T> core,
            RecordedInputs inputs,
            InputLookup<T> lookup,
            InputChange<T> change,
            LearnerReplay.Progress progress,
            Counterfactual.Listener<T> listener) {
        KafkaStepHistory history = inputs.history(cores.name(kind));
        Optional<Announced> newest = inputs.announced(kind, cores).values().stream()
                .filter(version -> version.step() > 0)
                .max(Comparator.comparingLong(Announced::step));
        boolean[] same = {true};
        long last = ReplayGoal.END.lastStep(history);
        progress.begins(last);
        Counterfactual.Result result = new Counterfactual<>(core, history, lookup, change).run(last, (entry, taken) -> {
            long step = entry.context().step();
            listener.after(entry, taken);
            newest.filter(version -> version.step() == step)
                    .ifPresent(version -> same[0] =
                            stored("announced", kind, step, core).sha256().equals(version.sha256()));
            progress.reached(step);
        });
        VersionFiles.Stored reached = stored("reached", kind, result.step(), core);
        return new Reached(result, reached.directory(), reached.sha256(), same[0]);
    }

    private VersionFiles.Stored stored(String what, String kind, long step, LearnerCore<?> core) {
        Path directory = context.dataDir().resolve(what).resolve(kind).resolve(settings.modelName());
        return new FileVersions(directory, 1).save(step, core::export);
    }

    /** Passes on to a listener when the weights are those of a version, and what was foreseen. */
    static final class Told implements Counterfactual.Listener<RewardLabel> {
        private final RewardCore core;
        private final RewardListener listener;
        private final NavigableMap<Long, List<Long>> versions;

        /**
         * Tells at once of versions that were taken by then.
         *
         * @param from step after which the weights of {@code core} are those of the run
         */
        Told(RewardCore core, RewardListener listener, RecordedInputs inputs, LearnerCores cores, long from) {
            this.core = core;
            this.listener = listener;
            this.versions = VersionSteps.of(
                            inputs.history(cores.name(LearnerCores.REWARD)),
                            inputs.versionSteps(LearnerCores.REWARD, cores))
                    .byStep();
            versions.headMap(from).values().stream()
                    .flatMap(List::stream)
                    .max(Comparator.naturalOrder())
                    .ifPresent(listener::asRecorded);
            tell(from);
        }

        @Override
        public void after(StepEntry entry, Optional<Counterfactual.Taken<RewardLabel>> taken) {
            taken.ifPresent(step -> step.plan().inputs().forEach(input -> foreseen(entry.at(), input)));
            tell(entry.context().step());
        }

        private void tell(long step) {
            versions.getOrDefault(step, List.of()).forEach(version -> listener.version(version, core::scores));
        }

        private void foreseen(Instant at, StepInput<RewardLabel> input) {
            if (input.prediction().isPresent() && input.target().isPresent()) {
                listener.predicted(
                        at, input.prediction().getAsDouble(), input.target().getAsDouble());
            }
        }
    }
}
