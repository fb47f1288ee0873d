package io.thumbstream.launcher.votes;

import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream import pairs}: real exchanges and pairwise votes through the gateway, and how well they were foreseen. */
@Command(
        name = "pairs",
        description =
                "Send exchanges and pairwise votes from files through the gateway and report how well they were foreseen.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Without --url a system is started in this process on the data directory and ended afterwards.",
            "Example: thumbstream import pairs --responses arguments.jsonl.gz --votes votes.jsonl.gz"
        })
public final class ImportPairsCommand implements Callable<Integer> {
    private final SystemStarter starter;
    private final Function<KafkaSettings, VoteOutcomes> outcomesOf;

    @Option(
            names = "--responses",
            required = true,
            paramLabel = "FILE",
            description = "Arguments, JSON lines, may be gzipped.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path responses;

    @Option(names = "--votes", required = true, paramLabel = "FILE", description = "Votes, JSON lines, may be gzipped.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path votes;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Gateway of a running system, for example http://127.0.0.1:8080/.")
    private @Nullable URI url;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "LIST",
            description = "Brokers of that system (127.0.0.1:9092).")
    private String bootstrapServers = "127.0.0.1:9092";

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Registry of that system (http://127.0.0.1:8081).")
    private String schemaRegistry = "http://127.0.0.1:8081";

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where topics, models and the place reached live (./data).")
    private Path dataDir = Path.of("data");

    @Option(names = "--seed", paramLabel = "N", description = "Root of all randomness.")
    private @Nullable Long seed;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "Give up when no vote was accounted for this long (60).")
    private int patience = 60;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    /**
     * The command.
     *
     * @param starter starts a system when no running one is named
     * @param outcomesOf reads what became of the votes
     */
    public ImportPairsCommand(SystemStarter starter, Function<KafkaSettings, VoteOutcomes> outcomesOf) {
        this.outcomesOf = outcomesOf;
        this.starter = starter;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (patience < 1) {
            throw new ParameterException(spec.commandLine(), "--patience is " + patience + "; give at least 1 second");
        }
        LineReader.requireFile(responses);
        LineReader.requireFile(votes);
        try (RunningSystem system = system()) {
            ImportReport report = run(system);
            report.print(spec.commandLine().getOut());
            Figures figures = report.figures();
            int code = printing.print(figures, spec.commandLine().getOut());
            return code == ExitCodes.OK && report.accounted() != report.lines() ? ExitCodes.FAILED : code;
        }
    }

    private RunningSystem system() {
        if (url != null) {
            return RunningSystem.at(url, KafkaSettings.of(bootstrapServers, schemaRegistry));
        }
        spec.commandLine().getErr().println("starting a system on " + dataDir);
        return starter.start(dataDir, seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    }

    private ImportReport run(RunningSystem system) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        String target = url == null ? dataDir.toAbsolutePath().normalize().toString() : url.toString();
        ImportState state = ImportState.of(dataDir.resolve("import-pairs.json"), responses, votes, target);
        try (VoteOutcomes outcomes = outcomesOf.apply(system.kafka());
                Progress progress = BarProgress.on(err)) {
            VoteGateway gateway = new VoteGateway(system.gateway());
            return new PairsImport(gateway, outcomes, progress, Clock.systemUTC(), Duration.ofSeconds(patience))
                    .run(responses, votes, state);
        }
    }
}
