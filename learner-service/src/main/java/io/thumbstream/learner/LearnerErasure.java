package io.thumbstream.learner;

import io.thumbstream.learner.engine.Counterfactual;
import io.thumbstream.learner.engine.ErasureFiles;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.FileVersions;
import io.thumbstream.learner.engine.InputChange;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.engine.RebuildStart;
import io.thumbstream.learner.engine.ReplayGoal;
import io.thumbstream.learner.engine.Touched;
import io.thumbstream.learner.engine.VersionFiles;
import io.thumbstream.learner.engine.VersionSteps;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.wire.KafkaStepHistory;
import io.thumbstream.learner.wire.KafkaStepLog;
import io.thumbstream.learner.wire.KafkaVersionHistory.Announced;
import io.thumbstream.learner.wire.KafkaVersionSink;
import io.thumbstream.learner.wire.OutputProducer;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.Producer;

/**
 * Rebuilds the learners of a stopped run from its topics without some records, and lets the run go on from there.
 *
 * <p>Every step behind the newest kept snapshot that holds nothing of them ({@link RebuildStart}), or every step when there is none, is
 * taken again with the inputs that are kept ({@link Counterfactual}), buffers included; labels and decisions that wait are
 * kept, groups of experience that wait are forgotten, because their rewards are those of before. {@link #adopt} then
 * announces the rebuilt weights as a new version and removes versions and checkpoints that hold what was left out. Works on
 * the data directory of its context; {@code into} is the directory of the erasure ({@link Erasures}).
 */
public final class LearnerErasure {
    private final LearnerSettings settings;
    private final ServiceContext context;
    private final LearnerCores cores;
    private final Path into;

    /**
     * One rebuilt learner.
     *
     * @param kind {@code policy} or {@code reward}
     * @param start where it began
     * @param result what was done
     * @param retired versions that hold what was left out, oldest first
     * @param parent newest version that does not
     * @param before digest of the newest version, empty when none was announced
     * @param version number of the rebuilt version
     * @param after its digest
     */
    public record Rebuilt(
            String kind,
            RebuildStart start,
            Counterfactual.Result result,
            List<Long> retired,
            long parent,
            String before,
            long version,
            String after) {
        public Rebuilt {
            retired = List.copyOf(retired);
        }

        /** Whether anything was left out. */
        public boolean changed() {
            return result.firstChanged().isPresent();
        }
    }

    /** An erasure in the data directory of {@code context}. */
    public LearnerErasure(LearnerSettings settings, ServiceContext context, Path into) {
        this.settings = settings;
        this.context = context;
        this.cores = LearnerCores.alone(settings, context);
        this.into = into;
    }

    /** A learner that is rebuilt. */
    private record Run<T>(
            String kind, String configHash, LearnerCore<T> core, RebuildStart start, Counterfactual<T> again) {}

    /**
     * Rebuilds the reward model; nothing that is served changes yet.
     *
     * @param touched labels that {@code change} leaves out or alters, where they begin
     */
    public Rebuilt reward(
            InputChange<RewardLabel> change,
            Touched touched,
            LearnerWhatIf.RewardListener listener,
            LearnerReplay.Progress progress) {
        Grad.prepareThread();
        try (LearnerUnit.Held held = new LearnerUnit.Held()) {
            settle(LearnerCores.REWARD, held);
            RecordedInputs inputs = new RecordedInputs(context, held, settings.policy());
            RewardCore core = held.keep(cores.reward());
            RebuildStart start = start(LearnerCores.REWARD, core, touched, cores.rewardHash());
            Counterfactual<RewardLabel> again = new Counterfactual<>(
                            core, inputs.history(cores.name(LearnerCores.REWARD)), inputs.labels(), change)
                    .startingAt(start, cores.rewardHash(), cores.build())
                    .following(
                            inputs.labelStream(),
                            settings.rewardRun().pollTimeout(),
                            settings.rewardRun().recoveryTimeout(),
                            context.clock());
            LearnerWhatIf.Told told = new LearnerWhatIf.Told(core, listener, inputs, cores, start.step());
            return rebuilt(
                    new Run<>(LearnerCores.REWARD, cores.rewardHash(), core, start, again), inputs, told, progress);
        }
    }

    /**
     * Rebuilds the policy; nothing that is served changes yet.
     *
     * @param touched groups and decisions that {@code change} leaves out or alters, where they begin
     */
    public Rebuilt policy(InputChange<RolloutGroup> change, Touched touched, LearnerReplay.Progress progress) {
        Grad.prepareThread();
        try (LearnerUnit.Held held = new LearnerUnit.Held()) {
            settle(LearnerCores.POLICY, held);
            RecordedInputs inputs = new RecordedInputs(context, held, settings.policy());
            PolicyCore core = held.keep(cores.policy());
            KafkaStepHistory history = inputs.history(cores.name(LearnerCores.POLICY));
            long last = ReplayGoal.END.lastStep(history);
            RebuildStart start = start(LearnerCores.POLICY, core, touched, cores.policyHash());
            Counterfactual<RolloutGroup> again = new Counterfactual<>(core, history, inputs.experience(), change)
                    .startingAt(start, cores.policyHash(), cores.build())
                    .following(
                            inputs.experienceStream(),
                            settings.policyRun().pollTimeout(),
                            settings.policyRun().recoveryTimeout(),
                            context.clock());
            return rebuilt(
                    new Run<>(LearnerCores.POLICY, cores.policyHash(), core, start, again),
                    inputs,
                    (entry, taken) -> {
                        if (entry.context().step() == last) {
                            core.forgetWaiting();
                        }
                    },
                    progress);
        }
    }

    /**
     * Where the rebuilding begins. Behind an earlier erasure that is version 0: rewards can only be made again with all scores as they
     * are without the people of both, and for groups from before it the topics have scores that its person shaped.
     */
    private RebuildStart start(String kind, LearnerCore<?> core, Touched touched, String configHash) {
        if (new Erasures(context.dataDir()).rebuilt()) {
            return RebuildStart.versionZero(
                    core.digest(), "an earlier erasure has changed the models, so that recorded scores do not stand");
        }
        return RebuildStart.newest(new FileCheckpoints(learner(kind), 1), touched, configHash, core.digest());
    }

    /** Fences a learner that hangs on and waits for what one left half committed, so that no step appears behind the end of the log. */
    private void settle(String kind, LearnerUnit.Held held) {
        KafkaStepLog unused = held.keep(new KafkaStepLog(context.kafka(), serdes(), cores.name(kind), context.clock()));
    }

    private AvroSerdes serdes() {
        return new AvroSerdes(
                context.kafka().schemaRegistryUrl(), context.kafka().schemaRegistry());
    }

    private <T> Rebuilt rebuilt(
            Run<T> run, RecordedInputs inputs, Counterfactual.Listener<T> listener, LearnerReplay.Progress progress) {
        String kind = run.kind();
        KafkaStepHistory history = inputs.history(cores.name(kind));
        long last = ReplayGoal.END.lastStep(history);
        progress.begins(last);
        Counterfactual.Result result = run.again().run(last, (entry, taken) -> {
            listener.after(entry, taken);
            progress.reached(entry.context().step());
        });
        TreeMap<Long, Announced> announced = new TreeMap<>(inputs.announced(kind, cores));
        long newest = announced.isEmpty() ? 0 : announced.lastKey();
        String before =
                announced.isEmpty() ? "" : announced.lastEntry().getValue().sha256();
        List<Long> retired = retired(result, VersionSteps.of(history, inputs.versionSteps(kind, cores)));
        if (result.firstChanged().isEmpty()) {
            return new Rebuilt(kind, run.start(), result, retired, newest, before, newest, before);
        }
        run.again()
                .checkpoint(
                        new FileCheckpoints(Erasures.checkpoints(into, kind), 1),
                        newest + 1,
                        run.configHash(),
                        cores.build());
        VersionFiles.Stored stored = new FileVersions(staged(kind), 1).save(newest + 1, run.core()::export);
        long parent = Math.max(0, retired.isEmpty() ? newest : retired.get(0) - 1);
        return new Rebuilt(kind, run.start(), result, retired, parent, before, newest + 1, stored.sha256());
    }

    private static List<Long> retired(Counterfactual.Result result, VersionSteps versions) {
        return result.firstChanged().isEmpty()
                ? List.of()
                : versions.byStep().tailMap(result.firstChanged().getAsLong(), true).values().stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.naturalOrder())
                        .toList();
    }

    /** Makes the rebuilt weights those of the run. May be called again after it was cut. */
    public void adopt(Rebuilt rebuilt) {
        if (!rebuilt.changed()) {
            return;
        }
        String kind = rebuilt.kind();
        Path models = context.dataDir().resolve("models").resolve(kind + "-" + settings.modelName());
        try {
            FileVersions versions = new FileVersions(models, Integer.MAX_VALUE);
            Path directory = ErasureFiles.move(new FileVersions(staged(kind), 1), versions, rebuilt.version());
            announce(rebuilt, directory);
            ErasureFiles.remove(versions, rebuilt.retired());
            ErasureFiles.removeAll(learner(kind));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The erasure could not be completed for the " + kind
                            + "; see disk and permissions, then run it again",
                    e);
        }
    }

    private void announce(Rebuilt rebuilt, Path directory) {
        String name = cores.name(rebuilt.kind());
        boolean policy = rebuilt.kind().equals(LearnerCores.POLICY);
        try (Producer<byte[], byte[]> producer =
                        OutputProducer.open(context.kafka(), "thumbstream-erase-" + rebuilt.kind());
                KafkaVersionSink sink = new KafkaVersionSink(
                        context.kafka(),
                        serdes(),
                        policy ? Topics.POLICY_VERSIONS : Topics.REWARD_VERSIONS,
                        name,
                        producer,
                        context.clock())) {
            sink.announce(new PublishedVersion(
                    name,
                    rebuilt.version(),
                    rebuilt.parent(),
                    directory,
                    rebuilt.after(),
                    rebuilt.result().step(),
                    Optional.empty(),
                    policy ? cores.policyHash() : cores.rewardHash(),
                    context.clock().instant()));
        }
    }

    /** Snapshots of the run. */
    private Path learner(String kind) {
        return context.dataDir().resolve("learner").resolve(kind).resolve(settings.modelName());
    }

    private Path staged(String kind) {
        return into.resolve(kind).resolve("version");
    }
}
