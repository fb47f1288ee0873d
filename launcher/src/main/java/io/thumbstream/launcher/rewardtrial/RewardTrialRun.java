package io.thumbstream.launcher.rewardtrial;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.lab.report.RunReport;
import io.thumbstream.lab.tasks.lexicon.LexiconReader;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Outputs;
import io.thumbstream.launcher.result.Result;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

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

    /** Names of the reward trials that ship with the product. */
    public static List<String> ids() {
        return RewardTrial.ids();
    }

    /** Wave of the catalogue that the shipped reward trial of this name belongs to. */
    public static int wave(String id) throws IOException {
        return RewardTrial.wave(id);
    }

    /**
     * Runs the shipped reward trial of this name and tells what came of it.
     *
     * @param home keeps the measures that are done
     * @param outputs what is written
     * @return exit code
     */
    public static int run(
            String id, List<Long> seeds, Path home, Outputs outputs, FigureOptions printing, CommandSpec spec)
            throws IOException {
        RewardTrial trial = RewardTrial.load(id);
        ExperimentFile file = new ExperimentFile(RewardTrial.text(id));
        RewardTrialReport result = shown(trial, seeds, home, spec);
        String verdict = result.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (outputs.report().isPresent()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("claim of", trial.header().source());
            facts.put("verdict", verdict);
            facts.put("version", VersionFromBuild.describe());
            facts.put("seeds", seeds.toString());
            new RunReport(trial.header().title(), facts, result.figures(), List.of())
                    .writeTo(outputs.report().get());
        }
        outputs.publish(() -> result.result(file, seeds, VersionFromBuild.describe()));
        spec.commandLine().getErr().println(trial.header().title() + " " + verdict);
        return printing.print(result.figures(), spec.commandLine().getOut());
    }

    private static RewardTrialReport shown(RewardTrial trial, List<Long> seeds, Path home, CommandSpec spec)
            throws IOException {
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            return run(trial, seeds, home, progress);
        }
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
        progress.phase(
                trial.id() + ", arms and seeds",
                (long) seeds.size() * trial.arms().size());
        Map<String, List<Measures>> measures = new LinkedHashMap<>();
        long done = 0;
        for (long seed : seeds) {
            Optional<RewardData> data = Optional.empty();
            for (var arm : trial.arms().entrySet()) {
                RewardTrialStore store = store(arm.getValue());
                Optional<Measures> known = store.find(arm.getKey(), seed);
                if (known.isEmpty()) {
                    data = Optional.of(data.orElseGet(
                            () -> JudgementDraw.draw(trial.header().data(), seed)));
                    known = Optional.of(run.run(arm.getValue(), data.get(), seed));
                    store.save(arm.getKey(), seed, known.get());
                }
                measures.computeIfAbsent(arm.getKey(), unused -> new ArrayList<>())
                        .add(known.get());
                done++;
                progress.done(done);
            }
        }
        return measures;
    }

    private RewardTrialStore store(RewardArm arm) {
        JsonNode data = SettingsWriter.toTree(trial.header().data());
        JsonNode settings = SettingsWriter.toTree(arm);
        return new RewardTrialStore(
                home.resolve(trial.id()), VersionFromBuild.describe() + " " + Digests.of(data + " " + settings));
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
