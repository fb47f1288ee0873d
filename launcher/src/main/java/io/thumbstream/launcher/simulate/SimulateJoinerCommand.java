package io.thumbstream.launcher.simulate;

import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.RunReport;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.VersionFromBuild;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code thumbstream simulate joiner}: the way from feedback to labels and experience under a virtual clock, seed by seed. */
@Command(
        name = "joiner",
        description = {
            "Run gateway parser and joiner through seeded worlds and interleavings under a virtual clock, and compare labels and"
                    + " experience with a batch recomputation.",
            "A seed decides everything. A failing one is made small, printed, and written as a file that --schedule replays."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream simulate joiner --seeds 10000 --output json --check"})
public final class SimulateJoinerCommand implements Callable<Integer> {
    private static final int MOST_SEEDS = 10_000_000;
    private static final int MOST_EVENTS = 10_000;
    private static final int SHRUNK = 3;
    private static final int SHOWN = 20;
    private static final double NANOS = 1e9;

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds to simulate (1000).")
    private int seeds = 1_000;

    @Option(names = "--seeds-from", paramLabel = "K", description = "First seed (1).")
    private long firstSeed = 1;

    @Option(names = "--events", paramLabel = "N", description = "Records in each world, about (40).")
    private int events = 40;

    @Option(names = "--schedule", paramLabel = "FILE", description = "Replay this schedule instead of seeds.")
    private @Nullable Path schedule;

    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            description = "Where the schedules of failing seeds are written (./simulate).")
    private Path directory = Path.of("simulate");

    @Option(names = "--report", paramLabel = "DIR", description = "Write report.json and one HTML page.")
    private @Nullable Path report;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        demand("--seeds", seeds, MOST_SEEDS);
        demand("--events", events, MOST_EVENTS);
        Simulation simulation = new Simulation(Meddling.NONE, events, SHRUNK);
        long began = System.nanoTime();
        List<Simulation.Outcome> outcomes;
        if (schedule != null) {
            outcomes = List.of(simulation.replay(read(schedule)));
        } else {
            try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
                outcomes = simulation.run(firstSeed, seeds, progress);
            }
        }
        Tally tally = new Tally(outcomes, (System.nanoTime() - began) / NANOS);
        for (Simulation.Outcome outcome : tally.failures()) {
            show(outcome);
            if (outcome.smallest().isPresent()) {
                keep(outcome.seed(), outcome.smallest().get());
            }
        }
        if (report != null) {
            new RunReport("Simulation of the joiner", facts(), new Figures(tally.figures()), List.of()).writeTo(report);
        }
        return printing.print(new Figures(tally.figures()), spec.commandLine().getOut());
    }

    private void demand(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + "; give 1 to " + most);
        }
    }

    private Schedule read(Path file) throws IOException {
        try {
            return ScheduleText.read(Files.readAllLines(file));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new ParameterException(
                    spec.commandLine(), "--schedule " + file + " cannot be replayed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--schedule " + file + " cannot be read; name a file that exists", e);
        }
    }

    private void show(Simulation.Outcome outcome) {
        say("seed " + outcome.seed() + " breaks:");
        outcome.violations().stream().limit(SHOWN).forEach(violation -> say("  " + violation));
    }

    private void keep(long seed, Simulation.Small small) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("seed-" + seed + ".schedule");
        List<String> lines = ScheduleText.write(small.schedule());
        Files.write(file, lines);
        say("smallest schedule of seed " + seed + ", which breaks:");
        small.violations().stream().limit(SHOWN).forEach(violation -> say("  " + violation));
        lines.forEach(line -> say("    " + line));
        say("replay it with: thumbstream simulate joiner --schedule " + file);
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", VersionFromBuild.describe());
        facts.put("seeds", schedule == null ? firstSeed + " to " + (firstSeed + seeds - 1) : String.valueOf(schedule));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return facts;
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
