package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream chaos degrade}: one condition after the other is brought about while people vote; then every promise is checked. */
@Command(
        name = "degrade",
        description = {
            "Run the pipeline as processes of their own, bring one condition after the other about while people vote, and check what"
                    + " clients were told, that no vote was lost or counted twice, and that everything comes back by itself.",
            "Every part has processes and a directory of its own; some minutes each."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The directory of each part, below the data directory, must be new or empty; topics and logs stay there.",
            "Example: thumbstream chaos degrade --part broker-down,poison --seed 7 --output json --check"
        })
public final class DegradeCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--part",
            split = ",",
            paramLabel = "NAME",
            description =
                    "broker-down, disk-full, registry-down, rolling-restart, slow-consumer, partition-moved, clock-jump,"
                            + " clock-behind, poison, oversize, duplicates or schema-evolution; several with commas (all).")
    private List<DegradePart> parts = new ArrayList<>();

    @Option(
            names = "--recover-within",
            paramLabel = "TIME",
            description = "From the end of a condition until a vote given after it has its label (90s).")
    private Duration recoverWithin = Duration.ofSeconds(90);

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (recoverWithin.isZero() || recoverWithin.isNegative()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--recover-within is " + recoverWithin + "; give a time above zero, such as 90s");
        }
        ThumbstreamSettings usual = ChaosCommand.defaults();
        Map<DegradePart, ChaosSite> sites =
                sites(config.load(usual.at("degrade", usual.seed())).value());
        List<Figure> figures = new ArrayList<>();
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            for (Map.Entry<DegradePart, ChaosSite> each : sites.entrySet()) {
                say("part " + each.getKey().key());
                DegradeResult result =
                        new DegradeRun(each.getValue(), each.getKey(), progress, this::say, Clock.systemUTC()).run();
                show(result.findings());
                figures.addAll(result.figures(recoverWithin));
            }
            progress.close();
            return printing.print(new Figures(figures), spec.commandLine().getOut());
        }
    }

    /** Where each part takes place; all are prepared first, so that a directory in use is refused before anything runs. */
    private Map<DegradePart, ChaosSite> sites(ThumbstreamSettings settings) throws IOException {
        Set<DegradePart> wanted = new TreeSet<>(parts.isEmpty() ? List.of(DegradePart.values()) : parts);
        Map<DegradePart, ChaosSite> sites = new EnumMap<>(DegradePart.class);
        for (DegradePart part : wanted) {
            Path home = Path.of(settings.dataDir()).resolve(part.key());
            sites.put(part, ChaosSite.prepare(settings.at(home.toString(), settings.seed())));
        }
        return sites;
    }

    private void show(List<String> findings) {
        findings.stream().limit(SHOWN).forEach(this::say);
        if (findings.size() > SHOWN) {
            say("and " + (findings.size() - SHOWN) + " more");
        }
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
