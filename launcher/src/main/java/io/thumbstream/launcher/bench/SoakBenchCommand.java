package io.thumbstream.launcher.bench;

import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream bench soak}: whether memory grows in a long run. */
@Command(
        name = "soak",
        description = {
            "Run answers, choices, both learners and new versions round after round in this process, without topics, and say whether",
            "resident memory and the number of native arrays still grow in the last third of the time."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream bench soak --for 1h --output json --check"})
public final class SoakBenchCommand implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int GROUPS = 12;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 90s, 10m or 1h (1h).")
    private Duration length = Duration.ofHours(1);

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (length.compareTo(SHORTEST) < 0) {
            throw new ParameterException(spec.commandLine(), "--for is " + length + "; give at least 1s");
        }
        ThumbstreamSettings settings = config.load().value();
        NativeThreads.use(Stack.NATIVE_THREADS);
        Grad.prepareThread();
        Path directory = Files.createTempDirectory("thumbstream-bench-");
        try (Progress progress = BarProgress.on(spec.commandLine().getErr());
                SoakLoop loop = new SoakLoop(settings, directory, GROUPS, Clock.systemUTC())) {
            Figures figures = new Figures(SoakBench.run(loop, length, progress));
            return printing.print(figures, spec.commandLine().getOut());
        } finally {
            Folders.delete(directory);
        }
    }
}
