package io.thumbstream.launcher.trial;

import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.result.ArmRuns;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.result.ResultStore;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.VersionFromBuild;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
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
        ArmRun run = new ArmRun(bed, base, own.resolve("version"), Clock.systemUTC());
        return new ArmRuns<Arm, ArmCurve>(id, arms, arm -> store(own, bed, arm), seed -> arm -> run.run(arm, seed))
                .results(seeds, progress);
    }

    /** Curves of an arm, under everything that they depend on but arm and seed. */
    private static ResultStore<ArmCurve> store(Path directory, BedSettings bed, Arm arm) {
        String key = VersionFromBuild.describe() + " " + Digests.of(bed + " " + arm);
        return new ResultStore<>(directory, key, new CurveForm());
    }
}
