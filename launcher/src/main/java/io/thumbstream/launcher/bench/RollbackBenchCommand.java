package io.thumbstream.launcher.bench;

import io.thumbstream.lab.report.Demand;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream bench rollback}: how long generators take to follow. */
@Command(
        name = "rollback",
        description = {
            "Measure how long the generator takes to serve an older version, and the newer one again.",
            "A whole system with simulated users runs in this process, in a temporary directory."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream bench rollback --times 50 --check"})
public final class RollbackBenchCommand implements Callable<Integer> {
    private static final double DEMANDED_SECONDS = 1;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--times", paramLabel = "N", description = "Ways back, and as many forward (20).")
    private int times = 20;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (times < 1) {
            throw new ParameterException(spec.commandLine(), "--times is " + times + "; give at least 1");
        }
        ThumbstreamSettings settings = config.load().value();
        Path directory = Files.createTempDirectory("thumbstream-bench-");
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            List<Double> seconds = new RollbackBench(settings, times)
                    .run(directory, progress).stream().sorted().toList();
            return printing.print(figures(seconds), spec.commandLine().getOut());
        } finally {
            Folders.delete(directory);
        }
    }

    private static Figures figures(List<Double> sorted) {
        return new Figures(List.of(
                Figure.of("rollback-changes", sorted.size(), "changes"),
                Figure.of("rollback-followed-median-seconds", sorted.get(sorted.size() / 2), "seconds"),
                new Figure(
                        "rollback-followed-slowest-seconds",
                        sorted.get(sorted.size() - 1),
                        "seconds",
                        Demand.atMost(DEMANDED_SECONDS))));
    }
}
