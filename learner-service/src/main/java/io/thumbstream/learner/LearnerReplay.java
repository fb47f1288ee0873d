package io.thumbstream.learner;

import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.FileVersions;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.Replay;
import io.thumbstream.learner.engine.ReplayGoal;
import io.thumbstream.learner.engine.SnapshotInfo;
import io.thumbstream.learner.engine.VersionFiles;
import io.thumbstream.learner.wire.KafkaStepHistory;
import io.thumbstream.learner.wire.KafkaVersionHistory.Announced;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.service.ServiceContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rebuilds a learner's weights from the topics into the data directory of its context, which holds version 0 and nothing of the
 * learner itself.
 *
 * <p>Reads the training log, the inputs it names and the announced versions; writes no topic. Runs on the caller's thread, whose
 * native threads must be as many as the learner had for sums to round alike.
 */
public final class LearnerReplay {
    private static final int KEEP_VERSIONS = 3;
    private static final int KEEP_CHECKPOINTS = 2;
    private static final int POLICY_CHECKPOINT_STEPS = 50;
    private static final int REWARD_CHECKPOINT_STEPS = 2000;

    private final LearnerSettings settings;
    private final ServiceContext context;
    private final LearnerCores cores;
    private final Optional<Start> start;

    /** A kept snapshot of the run to begin at: the newest at or before a step. */
    private record Start(Path dataDir, long step) {}

    /** Told how far a replay is. */
    public interface Progress {
        /** Called once: the last step that will be applied. */
        void begins(long lastStep);

        /** Called after every step. */
        void reached(long step);
    }

    /**
     * A replay of learners with these settings.
     *
     * @param context brokers to read from; a data directory to write to
     */
    public LearnerReplay(LearnerSettings settings, ServiceContext context) {
        this(settings, context, Optional.empty());
    }

    private LearnerReplay(LearnerSettings settings, ServiceContext context, Optional<Start> start) {
        this.settings = settings;
        this.context = context;
        this.cores = LearnerCores.alone(settings, context);
        this.start = start;
    }

    /** The same beginning at the newest snapshot in the data directory of the run that is not after {@code step}. */
    public LearnerReplay from(Path runDataDir, long step) {
        return new LearnerReplay(settings, context, Optional.of(new Start(runDataDir, step)));
    }

    /**
     * Rebuilds what {@code request} says.
     *
     * @throws ConfigException when the wanted version is not known
     */
    public ReplayOutcome run(ReplayRequest request, Progress progress) {
        Grad.prepareThread();
        LearnerUnit.Held held = new LearnerUnit.Held();
        try {
            RecordedInputs recorded = new RecordedInputs(context, held, settings.policy());
            return request.learner() == ReplayRequest.Learner.POLICY
                    ? run(request, held.keep(cores.policy()), recorded.experience(), progress, recorded)
                    : run(request, held.keep(cores.reward()), recorded.labels(), progress, recorded);
        } finally {
            held.close();
        }
    }

    private <T> ReplayOutcome run(
            ReplayRequest request,
            LearnerCore<T> core,
            InputLookup<T> inputs,
            Progress progress,
            RecordedInputs recorded) {
        String kind = request.learner().kind();
        KafkaStepHistory history = recorded.history(cores.name(kind));
        Map<Long, Announced> announced = recorded.announced(kind, cores);
        long lastStep = goal(request, announced).lastStep(history);
        progress.begins(lastStep);
        VersionCheck check = new VersionCheck(request.verify() ? announced : Map.of(), files(kind), core);
        FileCheckpoints checkpoints = new FileCheckpoints(directory("learner", kind), KEEP_CHECKPOINTS);
        start.ifPresent(wanted -> begin(wanted, checkpoints, kind));
        Replay<T> replay = new Replay<>(
                core,
                history,
                inputs,
                new Erasures(context.dataDir()).above(checkpoints, kind),
                request.learner() == ReplayRequest.Learner.POLICY ? cores.policyHash() : cores.rewardHash(),
                request.learner() == ReplayRequest.Learner.POLICY ? POLICY_CHECKPOINT_STEPS : REWARD_CHECKPOINT_STEPS,
                cores.build());
        Replay.Result result = replay.run(lastStep, (entry, outcome) -> {
            check.after(entry.context().step());
            progress.reached(entry.context().step());
        });
        VersionFiles.Stored reached = new FileVersions(directory("reached", kind), 1).save(result.step(), core::export);
        return new ReplayOutcome(result, check.compared, check.differing, reached.directory(), reached.sha256());
    }

    /** Puts the run's snapshot where the replay looks for its own; one that was begun already goes on from its own. */
    private void begin(Start wanted, FileCheckpoints checkpoints, String kind) {
        if (!checkpoints.newestFirst().isEmpty()) {
            return;
        }
        Path source = wanted.dataDir().resolve("learner").resolve(kind).resolve(settings.modelName());
        FileCheckpoints kept = new FileCheckpoints(source, KEEP_CHECKPOINTS);
        if (checkpoints.adopt(kept, wanted.step()).isEmpty()) {
            throw new ConfigException("there is no intact snapshot at or before step " + wanted.step() + " in " + source
                    + "; it holds "
                    + kept.describe().stream().map(SnapshotInfo::step).toList()
                    + ". Name a later step, or leave --from-step out to begin at version 0");
        }
    }

    private static ReplayGoal goal(ReplayRequest request, Map<Long, Announced> announced) {
        if (request.version().isEmpty()) {
            return new ReplayGoal(
                    request.step().orElse(Long.MAX_VALUE), request.until().orElse(Instant.MAX));
        }
        long wanted = request.version().getAsLong();
        Announced version = announced.get(wanted);
        if (version == null) {
            throw new ConfigException("version " + wanted + " is not in the version topic; it holds "
                    + (announced.isEmpty()
                            ? "none"
                            : new TreeMap<>(announced).firstKey() + " to " + new TreeMap<>(announced).lastKey())
                    + ". A step of the training log can be named instead, with --to-step");
        }
        return ReplayGoal.step(version.step());
    }

    private FileVersions files(String kind) {
        return new FileVersions(directory("versions", kind), KEEP_VERSIONS);
    }

    private Path directory(String what, String kind) {
        return context.dataDir().resolve(what).resolve(kind).resolve(settings.modelName());
    }

    /** Compares the weights file after a step with that of the versions taken there. */
    private static final class VersionCheck {
        private final Map<Long, List<Announced>> byStep = new HashMap<>();
        private final FileVersions files;
        private final LearnerCore<?> core;
        private final List<Long> differing = new ArrayList<>();
        private long compared;

        VersionCheck(Map<Long, Announced> announced, FileVersions files, LearnerCore<?> core) {
            announced.values().stream().filter(version -> version.step() > 0).forEach(version -> byStep.computeIfAbsent(
                            version.step(), step -> new ArrayList<>())
                    .add(version));
            this.files = files;
            this.core = core;
        }

        void after(long step) {
            for (Announced version : byStep.getOrDefault(step, List.of())) {
                String found = files.save(version.version(), core::export).sha256();
                compared++;
                if (!found.equals(version.sha256())) {
                    differing.add(version.version());
                }
            }
        }
    }
}
