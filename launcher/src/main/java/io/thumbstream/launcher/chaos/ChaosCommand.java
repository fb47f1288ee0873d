package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.RunReport;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.VersionFromBuild;
import io.thumbstream.runtime.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream chaos learner}: parts are killed, frozen and restarted while people vote; then every promise is checked. */
@Command(
        name = "learner",
        description = {
            "Run the pipeline as processes of their own, kill, freeze and restart them at random while people vote and some ask to be"
                    + " erased, and check that nothing was lost, done twice or kept.",
            "The seed decides what happens when to which part; about 20 minutes for 100 kills."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The data directory must be new or empty; topics, logs of all parts and rebuilt weights stay there.",
            "Example: thumbstream chaos learner --kills 200 --seed 7 --output json --check"
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final int SHOWN = 50;

    /** Fewer questions than in a demonstration, so that answers keep up, and more second thoughts than in life. */
    private static final double QUESTIONS_PER_SECOND = 4;

    private static final double VOTE_RATE = 0.6;
    private static final double CHANGED = 0.1;
    private static final double WITHDRAWN = 0.1;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--kills", paramLabel = "N", description = "Processes killed without warning (200).")
    private int kills = 200;

    @Option(names = "--pause", paramLabel = "TIME", description = "Mean time between two events (8s).")
    private Duration pause = Duration.ofSeconds(8);

    @Option(
            names = "--erasures",
            paramLabel = "N",
            description = "People who are erased while all this happens (one for every 50 kills, at least 1).")
    private @Nullable Integer erasures;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.json, a page, events.csv and findings.txt there.")
    private @Nullable Path report;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Loaded<ThumbstreamSettings> loaded = config.load(defaults());
        ChaosPlan plan = plan(loaded.value().seed());
        ChaosSite site = ChaosSite.prepare(loaded.value());
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            ChaosResult result = new ChaosRun(site, plan, progress, this::say, Clock.systemUTC()).run();
            progress.close();
            show(result.findings());
            if (report != null) {
                write(report, loaded, result);
            }
            return printing.print(result.figures(), spec.commandLine().getOut());
        }
    }

    private ChaosPlan plan(long seed) {
        try {
            return new ChaosPlan(kills, seed, pause, erasures == null ? ChaosPlan.usualErasures(kills) : erasures);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    /** Settings unless told otherwise: a directory of its own, free ports, people who change their minds. */
    static ThumbstreamSettings defaults() {
        ThumbstreamSettings base = ThumbstreamSettings.defaults();
        return base.apart("chaos", base.seed())
                .withUsers(base.users()
                        .withHabits(
                                QUESTIONS_PER_SECOND,
                                base.users().habits().withVoteRate(VOTE_RATE).withSecondThoughts(CHANGED, WITHDRAWN)));
    }

    private void show(List<String> findings) {
        findings.stream().limit(SHOWN).forEach(this::say);
        if (findings.size() > SHOWN) {
            say("and " + (findings.size() - SHOWN) + " more; --report writes all");
        }
    }

    private static void write(Path directory, Loaded<ThumbstreamSettings> loaded, ChaosResult result)
            throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", VersionFromBuild.describe());
        facts.put("seed", Long.toString(loaded.value().seed()));
        facts.put("config sha256", loaded.hash());
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        Figures figures = result.figures();
        new RunReport("Kill loop", facts, figures, List.of()).writeTo(directory);
        Files.write(directory.resolve("events.csv"), result.deeds().events());
        Files.write(directory.resolve("findings.txt"), result.findings());
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
