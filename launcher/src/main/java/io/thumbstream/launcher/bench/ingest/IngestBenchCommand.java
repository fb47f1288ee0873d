package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream bench ingest}: what the feedback path carries, side by side with plain Kafka. */
@Command(
        name = "ingest",
        description = {
            "Measure the feedback path: gateway, votes while the gateway is killed, joiner, its state, and the time to a label.",
            "Every part has an embedded broker of its own, and what it is compared with runs on the same broker in turn."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Without --data-dir everything lies in a temporary directory, which is removed; a given one must be new or empty.",
            "Example: thumbstream bench ingest --part gateway,joiner --output json --check"
        })
public final class IngestBenchCommand implements Callable<Integer> {
    private static final Duration KILL_EVERY = Duration.ofMinutes(1);

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--part",
            split = ",",
            paramLabel = "NAME",
            description = "gateway, faults, joiner, state or latency; several with commas (all).")
    private List<IngestPart> parts = new ArrayList<>();

    @Option(names = "--seconds", paramLabel = "N", description = "Load of the parts gateway and latency (60).")
    private int seconds = 60;

    @Option(names = "--minutes", paramLabel = "N", description = "Load of the part faults, with a kill each (10).")
    private int minutes = 10;

    @Option(names = "--rate", paramLabel = "N", description = "Votes per second in the part faults (5000).")
    private int rate = 5_000;

    @Option(names = "--connections", paramLabel = "N", description = "Connections with single votes (32).")
    private int connections = 32;

    @Option(names = "--batch", paramLabel = "N", description = "Votes of one batch request (50).")
    private int batch = 50;

    @Option(names = "--people", paramLabel = "N", description = "People who vote (1000).")
    private int people = 1_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each side in the part joiner (3).")
    private int rounds = 3;

    @Option(names = "--events", paramLabel = "N", description = "Records of one run of the part joiner (200000).")
    private int events = 200_000;

    @Option(names = "--pending", paramLabel = "N", description = "Waiting answers in the part state (1000000).")
    private int pending = 1_000_000;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        IngestPlan plan = plan();
        Path temporary = Files.createTempDirectory("thumbstream-bench-");
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            ThumbstreamSettings defaults = ThumbstreamSettings.defaults();
            ThumbstreamSettings settings = config.load(defaults.apart(temporary.toString(), defaults.seed()))
                    .value();
            Path home = empty(settings);
            List<IngestPart> wanted = parts.isEmpty() ? List.of(IngestPart.values()) : List.copyOf(parts);
            Figures figures = new Figures(new IngestBench(settings, plan, this::say).run(wanted, home, progress));
            progress.close();
            return printing.print(figures, spec.commandLine().getOut());
        } finally {
            Folders.delete(temporary);
        }
    }

    private IngestPlan plan() {
        try {
            return new IngestPlan(
                    Duration.ofSeconds(seconds),
                    connections,
                    batch,
                    people,
                    rate,
                    Duration.ofMinutes(minutes),
                    KILL_EVERY,
                    rounds,
                    events,
                    pending);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private static Path empty(ThumbstreamSettings settings) throws IOException {
        if (!settings.isEmbedded()) {
            throw new ConfigException("kafka.bootstrap-servers is '"
                    + settings.kafka().bootstrapServers()
                    + "' but every part measures on an embedded broker of its own; leave it empty");
        }
        Path home = Path.of(settings.dataDir()).toAbsolutePath().normalize();
        Files.createDirectories(home);
        try (Stream<Path> entries = Files.list(home)) {
            if (entries.findAny().isPresent()) {
                throw new ConfigException("--data-dir " + home + " is not empty; name a new directory");
            }
        }
        return home;
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
