package io.thumbstream.launcher.bench;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream bench log}: what writing every step ahead costs a learner. */
@Command(
        name = "log",
        description = {
            "Compare a learner's steps per second with and without the training log.",
            "Both sides learn the same records turn by turn in this process; the log lies in an embedded broker",
            "in a temporary directory."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream bench log --pairs 40 --block 5 --check"})
public final class LogBenchCommand implements Callable<Integer> {
    private static final int FEWEST_PAIRS = 2;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--learner", paramLabel = "NAME", description = "policy or reward (both, one after the other).")
    private LogBench.@Nullable Learner learner;

    @Option(names = "--pairs", paramLabel = "N", description = "Blocks on each side (30).")
    private int pairs = 30;

    @Option(names = "--block", paramLabel = "N", description = "Steps of a block (4).")
    private int block = 4;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (pairs < FEWEST_PAIRS || block < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--pairs is " + pairs + " and --block is " + block + "; give at least " + FEWEST_PAIRS + " and 1");
        }
        ThumbstreamSettings settings = config.load().value();
        Path directory = Files.createTempDirectory("thumbstream-bench-");
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            List<LogBench.Learner> learners = learner == null ? List.of(LogBench.Learner.values()) : List.of(learner);
            List<Figure> figures = new LogBench(settings, pairs, block).run(learners, directory, progress);
            return printing.print(new Figures(figures), spec.commandLine().getOut());
        } finally {
            Folders.delete(directory);
        }
    }
}
