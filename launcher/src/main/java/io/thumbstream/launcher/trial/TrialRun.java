package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconReader;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.result.ArmRuns;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.result.ResultStore;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.VersionFromBuild;
import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** All arms of a trial, seed after seed. */
public final class TrialRun {
    private TrialRun() {}

    /** Names of the trials that ship with the product. */
    public static List<String> ids() {
        return Trial.ids();
    }

    /** Wave of the catalogue that the shipped trial of this name belongs to. */
    public static int wave(String id) throws IOException {
        return Trial.wave(id);
    }

    /**
     * What comes of the shipped trial of this name.
     *
     * @param home keeps the bed's first policy and the curves that are done
     */
    public static Result result(String id, List<Long> seeds, Path home, Progress progress) throws IOException {
        return run(Trial.load(id), seeds, home, progress)
                .result(new ExperimentFile(Trial.text(id)), seeds, VersionFromBuild.describe());
    }

    /**
     * Runs what is not done yet.
     *
     * @param home keeps the bed's first policy and the curves that are done
     */
    static TrialReport run(Trial trial, List<Long> seeds, Path home, Progress progress) throws IOException {
        Trial.Header header = trial.header();
        return new TrialReport(trial, curves(header.runs(), header.bed(), trial.arms(), seeds, home, progress));
    }

    /** Curves of all arms, one for each seed; those that are done under the name {@code id} are read and not run again. */
    static Map<String, List<ArmCurve>> curves(
            String id, BedSettings bed, Map<String, Arm> arms, List<Long> seeds, Path home, Progress progress)
            throws IOException {
        NativeThreads.use(Stack.NATIVE_THREADS);
        Grad.prepareThread();
        Path base = home.resolve(bed.base());
        Bed asked = Bed.of(bed);
        progress.phase("first policy of the bed", asked.baseSteps());
        asked.provide(base, progress::done);
        Path own = home.resolve(id);
        Path reader = reader(bed, arms, home, progress);
        ArmRun run = new ArmRun(bed, base, reader, own.resolve("version"), Clock.systemUTC());
        return new ArmRuns<Arm, ArmCurve>(id, arms, arm -> store(own, bed, arm), seed -> arm -> run.run(arm, seed))
                .results(seeds, progress);
    }

    /** Directory of what reward models on a transformer begin with, trained where an arm needs it. */
    private static Path reader(BedSettings bed, Map<String, Arm> arms, Path home, Progress progress)
            throws IOException {
        Path directory = home.resolve("lexicon-reader-" + bed.seed());
        if (arms.values().stream().anyMatch(TrialRun::onTransformer)) {
            if (bed.task() != BedSettings.Task.LEXICON) {
                throw new ConfigException(
                        "learner.reward.trunk is transformer, which only task lexicon has a model for; take ngram");
            }
            progress.phase("reader of the bed", LexiconReader.STEPS);
            LexiconReader.provide(directory, bed.seed(), LexiconReader.STEPS, progress::done);
        }
        return directory;
    }

    private static boolean onTransformer(Arm arm) {
        return arm.settings().learner().reward().trunk() == RewardLearnerSettings.Trunk.TRANSFORMER;
    }

    /** Curves of an arm, under everything that they depend on but arm and seed. */
    private static ResultStore<ArmCurve> store(Path directory, BedSettings bed, Arm arm) {
        String key = VersionFromBuild.describe() + " " + Digests.of(bed + " " + arm);
        return new ResultStore<>(directory, key, new CurveForm());
    }
}
