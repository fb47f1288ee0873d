package io.thumbstream.launcher.command;

import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.UpOptions;
import io.thumbstream.launcher.up.UpRun;
import io.thumbstream.runtime.config.Loaded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream up}: the whole loop in one process. */
@Command(
        name = "up",
        description = "Run everything in one process: broker, registry, services, simulated users, page.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream up --for 3m --report report"})
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--for", paramLabel = "TIME", description = "Stop after this time, for example 90s or 3m.")
    private @Nullable Duration duration;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.json, curves and a page there at the end.")
    private @Nullable Path report;

    @Option(names = "--no-simulate", description = "No simulated users: leave the floor to people.")
    private boolean noSimulate;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    private final Screen screen;

    /** The command; {@code screen} takes its talk and its live table. */
    public UpCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        UpOptions options = options();
        Loaded<ThumbstreamSettings> loaded = config.load();
        boolean met = new UpRun(loaded, options, spec.commandLine().getOut(), screen).run();
        return printing.exitCode(met);
    }

    private UpOptions options() {
        try {
            return new UpOptions(
                    Optional.ofNullable(duration), Optional.ofNullable(report), !noSimulate, printing.json());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
