package io.thumbstream.launcher.trial;

import io.thumbstream.lab.report.RunReport;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Outputs;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.VersionFromBuild;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
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
     * Runs the shipped trial of this name and tells what came of it.
     *
     * @param home keeps the bed's first policy and the curves that are done
     * @param outputs what is written
     * @return exit code
     */
    public static int run(
            String id, List<Long> seeds, Path home, Outputs outputs, FigureOptions printing, CommandSpec spec)
            throws IOException {
        Trial trial = Trial.load(id);
        ExperimentFile file = new ExperimentFile(Trial.text(id));
        TrialReport result = shown(trial, seeds, home, spec);
        String verdict = result.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String silent = result.silentSeeds() == 0
                ? ""
                : " (" + result.silentSeeds() + " of " + seeds.size() + " seeds cannot say)";
        if (outputs.report().isPresent()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("claim of", trial.header().source());
            facts.put("verdict", verdict);
            facts.put("seeds that cannot say", Integer.toString(result.silentSeeds()));
            facts.put("version", VersionFromBuild.describe());
            facts.put("seeds", seeds.toString());
            new RunReport(trial.header().title(), facts, result.figures(), List.of(result.chart()))
                    .writeTo(outputs.report().get());
        }
        outputs.publish(() -> result.result(file, seeds, VersionFromBuild.describe()));
        spec.commandLine().getErr().println(trial.header().title() + " " + verdict + silent);
        return printing.print(result.figures(), spec.commandLine().getOut());
    }

    private static TrialReport shown(Trial trial, List<Long> seeds, Path home, CommandSpec spec) throws IOException {
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            return run(trial, seeds, home, progress);
        }
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
        Map<String, List<ArmCurve>> curves = new LinkedHashMap<>();
        progress.phase(id + ", arms and seeds", (long) seeds.size() * arms.size());
        long done = 0;
        for (long seed : seeds) {
            for (var arm : arms.entrySet()) {
                TrialStore store =
                        new TrialStore(own, VersionFromBuild.describe() + " " + Digests.of(bed + " " + arm.getValue()));
                Optional<ArmCurve> known = store.find(arm.getKey(), seed);
                ArmCurve curve = known.isPresent() ? known.get() : run.run(arm.getValue(), seed);
                store.save(arm.getKey(), seed, curve);
                curves.computeIfAbsent(arm.getKey(), unused -> new ArrayList<>())
                        .add(curve);
                done++;
                progress.done(done);
            }
        }
        return curves;
    }
}
