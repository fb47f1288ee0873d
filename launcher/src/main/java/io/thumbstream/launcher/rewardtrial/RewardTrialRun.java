package io.thumbstream.launcher.rewardtrial;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.thumbstream.runtime.config.SettingsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All arms of a reward trial, seed after seed. */
public final class RewardTrialRun {
    private final RewardTrial trial;
    private final Path home;
    private final Progress progress;

    private RewardTrialRun(RewardTrial trial, Path home, Progress progress) {
        this.trial = trial;
        this.home = home;
        this.progress = progress;
    }

    /** Arms with one seed, on judgements that are drawn when the first of them has to be run. */
    private static final class OfSeed implements ArmRuns.SeedRun<RewardArm, Measures> {
        private final RewardArmRun run;
        private final DataSettings settings;
        private final long seed;
        private Optional<RewardData> data = Optional.empty();

        OfSeed(RewardArmRun run, DataSettings settings, long seed) {
            this.run = run;
            this.settings = settings;
            this.seed = seed;
        }

        @Override
        public Measures run(RewardArm arm) throws IOException {
            RewardData drawn = data.orElseGet(() -> JudgementDraw.draw(settings, seed));
            data = Optional.of(drawn);
            return run.run(arm, drawn, seed);
        }
    }

    /** Names of the reward trials that ship with the product. */
    public static List<String> ids() {
        return RewardTrial.ids();
    }

    /** Wave of the catalogue that the shipped reward trial of this name belongs to. */
    public static int wave(String id) throws IOException {
        return RewardTrial.wave(id);
    }

    /**
     * What comes of the shipped reward trial of this name.
     *
     * @param home keeps the measures that are done
     */
    public static Result result(String id, List<Long> seeds, Path home, Progress progress) throws IOException {
        return run(RewardTrial.load(id), seeds, home, progress)
                .result(new ExperimentFile(RewardTrial.text(id)), seeds, VersionFromBuild.describe());
    }

    /**
     * Runs what is not done yet.
     *
     * @param home keeps the measures that are done
     */
    static RewardTrialReport run(RewardTrial trial, List<Long> seeds, Path home, Progress progress) throws IOException {
        return new RewardTrialReport(trial, new RewardTrialRun(trial, home, progress).measures(seeds));
    }

    private Map<String, List<Measures>> measures(List<Long> seeds) throws IOException {
        NativeThreads.use(Stack.NATIVE_THREADS);
        Grad.prepareThread();
        RewardArmRun run = new RewardArmRun(reader(), Clock.systemUTC());
        DataSettings data = trial.header().data();
        return new ArmRuns<RewardArm, Measures>(
                        trial.id(), trial.arms(), this::store, seed -> new OfSeed(run, data, seed))
                .results(seeds, progress);
    }

    /** Measures of an arm, under everything that they depend on but arm and seed. */
    private ResultStore<Measures> store(RewardArm arm) {
        JsonNode data = SettingsWriter.toTree(trial.header().data());
        JsonNode settings = SettingsWriter.toTree(arm);
        String key = VersionFromBuild.describe() + " " + Digests.of(data + " " + settings);
        return new ResultStore<>(home.resolve(trial.id()), key, new MeasuresForm()).besideOthers();
    }

    /** Directory of what transformers begin with, trained where an arm needs it. */
    private Path reader() throws IOException {
        long seed = trial.header().data().seed();
        Path directory = home.resolve("lexicon-reader-" + seed);
        if (trial.arms().values().stream()
                .anyMatch(arm -> arm.settings().trunk() == RewardLearnerSettings.Trunk.TRANSFORMER)) {
            progress.phase("reader of the bed", LexiconReader.STEPS);
            LexiconReader.provide(directory, seed, LexiconReader.STEPS, progress::done);
        }
        return directory;
    }
}
