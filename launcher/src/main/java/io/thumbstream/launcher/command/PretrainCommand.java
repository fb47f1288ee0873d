package io.thumbstream.launcher.command;

import ai.djl.Device;
import io.thumbstream.lab.pretrain.PretrainRecipe;
import io.thumbstream.lab.pretrain.PretrainReport;
import io.thumbstream.lab.pretrain.SupportModel;
import io.thumbstream.lab.pretrain.SupportPretraining;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Interruption;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.model.tensor.NativeThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream pretrain}: makes the base model of the support task again, from its recipe. */
@Command(
        name = "pretrain",
        description = "Make the base model of the support task from its recipe, as the shipped one was made.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Equal recipe and threads give equal weights on the same type of machine;",
            "kernels of another processor may round differently. Ctrl-C keeps what was",
            "learned.",
            "Example: thumbstream pretrain --output-dir support-model --check"
        })
public final class PretrainCommand implements Callable<Integer> {
    private static final Duration SAVE_WITHIN = Duration.ofSeconds(60);

    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            description = "Where the model is written; must be new or empty (./support-model).")
    private Path directory = Path.of("support-model");

    @Option(names = "--steps", paramLabel = "N", description = "Optimizer steps (those of the recipe).")
    private @Nullable Integer steps;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the first parameters (that of the recipe).")
    private @Nullable Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Native threads (2, with which the shipped model was made); they decide how sums round.")
    private int threads = PretrainRecipe.SHIPPED_THREADS;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        requirePositive("--threads", threads);
        PretrainRecipe recipe = recipe();
        requireEmpty(directory);
        NativeThreads.use(threads);
        say("pretraining with " + NativeThreads.count() + " native threads into " + directory);
        try (Interruption interruption = Interruption.watch(SAVE_WITHIN)) {
            Figures figures = figures(train(recipe, interruption));
            return printing.print(figures, spec.commandLine().getOut());
        }
    }

    private PretrainRecipe recipe() {
        PretrainRecipe recipe = PretrainRecipe.defaults();
        if (steps != null) {
            requirePositive("--steps", steps);
            recipe = recipe.withSteps(steps);
        }
        return seed == null ? recipe : recipe.withModelSeed(seed);
    }

    private PretrainReport train(PretrainRecipe recipe, Interruption interruption) throws IOException {
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            progress.phase("pretraining", recipe.settings().steps());
            return SupportPretraining.run(recipe, directory, Device.cpu(), step -> {
                progress.done(step.step());
                return !interruption.requested();
            });
        }
    }

    private Figures figures(PretrainReport report) throws IOException {
        String shipped = SupportModel.recordedDigest();
        boolean reproduced = report.weightsDigest().equals(shipped);
        boolean whole = report.recipe().equals(PretrainRecipe.defaults())
                && report.steps() == report.recipe().settings().steps();
        say("weights sha256 " + report.weightsDigest() + (reproduced ? ", equal to" : ", not") + " the shipped "
                + shipped);
        if (whole && !reproduced) {
            say(
                    "the recipe is the same; equal bits also need " + PretrainRecipe.SHIPPED_THREADS
                            + " threads and the same type of machine, since kernels of another processor may round differently");
        }
        Demand demand = whole || printing.check() ? Demand.exactly(1) : Demand.NONE;
        return new Figures(List.of(
                Figure.of("pretrain-steps", report.steps(), "steps"),
                Figure.of("pretrain-loss", report.loss(), "nats"),
                Figure.of("pretrain-parameters", report.parameters(), ""),
                Figure.of("pretrain-threads", NativeThreads.count(), "threads"),
                new Figure("shipped-weights-reproduced", reproduced ? 1 : 0, "", demand)));
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + "; give at least 1");
        }
    }

    private void requireEmpty(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new ParameterException(
                    spec.commandLine(), "--output-dir " + target + " is a file; name a new directory");
        }
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--output-dir " + target + " is not empty; name a new directory or empty this one");
            }
        }
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
