package io.thumbstream.launcher.compose;

import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream lab compose}: whether techniques of every kind go together. */
@Command(
        name = "compose",
        description = {
            "Draw random settings over all techniques, plug-ins included, and run both learners with each: every draw starts or is refused"
                    + " with a reason, no number is other than finite, no array stays behind, and the recorded steps give the same"
                    + " weights again, from the beginning and from a snapshot.",
            "No system is started: a tiny policy, a reward model on n-grams or on a tiny transformer, drawn statements. Explorers and the drift of wishes are only"
                    + " made, not used. Takes seconds a draw."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream lab compose --draws 200 --seed 1 --output json --check",
            "         thumbstream lab compose --valid 200 --output json --check"
        })
public final class ComposeCommand implements Callable<Integer> {
    private static final int MOST_DRAWS = 100_000;
    private static final int MOST_STEPS = 1_000;
    /** Draws for each one that has to start. */
    private static final long MOST_FOR_ONE = 20;
    /** Rounds of the stream for each step: techniques may pass over groups without signal. */
    private static final int ROUNDS_PER_STEP = 3;

    @Option(names = "--draws", paramLabel = "N", description = "Settings to draw (200).")
    private int draws = 200;

    @Option(
            names = "--valid",
            paramLabel = "N",
            description = "Draw on until so many started, at most 20 times as many draws (0).")
    private int valid = 0;

    @Option(names = "--draws-from", paramLabel = "K", description = "Number of the first draw (1).")
    private long first = 1;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of the policy with each, at least 2 (30).")
    private int steps = 30;

    @Option(names = "--seed", paramLabel = "N", description = "Root of what is drawn (1).")
    private long seed = 1;

    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            description = "Where settings that break, or teach nothing, are written, for up --config (./compositions).")
    private Path directory = Path.of("compositions");

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        demand("--draws", draws, 1, MOST_DRAWS);
        demand("--valid", valid, 0, MOST_DRAWS);
        demand("--steps", steps, 2, MOST_STEPS);
        int least = Math.max(draws, valid);
        NativeThreads.use(Stack.NATIVE_THREADS);
        Grad.prepareThread();
        Path scratch = Files.createTempDirectory("thumbstream-compose");
        List<Outcome> outcomes = new ArrayList<>();
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            progress.phase("compositions", least);
            CompositionDraw draw = new CompositionDraw(seed);
            TinyStream stream = TinyStream.create(scratch.resolve("base"), seed, ROUNDS_PER_STEP * steps);
            CompositionRun run = new CompositionRun(stream, steps, scratch, Clock.systemUTC());
            for (long number = first; more(outcomes, draws, valid); number++) {
                outcomes.add(run.run(draw.draw(number)));
                progress.done(Math.min(least, outcomes.size()));
            }
        } finally {
            Folders.delete(scratch);
        }
        for (Outcome outcome : outcomes) {
            show(outcome);
        }
        return printing.print(
                new Figures(new CompositionTally(outcomes).figures()),
                spec.commandLine().getOut());
    }

    /** Whether another composition is to be drawn. */
    static boolean more(List<Outcome> outcomes, int draws, int valid) {
        long started = outcomes.stream().filter(Outcome::started).count();
        return outcomes.size() < draws || started < valid && outcomes.size() < MOST_FOR_ONE * valid;
    }

    private void demand(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + "; give " + least + " to " + most);
        }
    }

    private void show(Outcome outcome) throws IOException {
        if (outcome.faults().isEmpty()) {
            return;
        }
        Files.createDirectories(directory);
        Path file = directory.resolve(outcome.composition().name() + ".yaml");
        CompositionRun.write(outcome.composition(), file);
        boolean broken =
                outcome.faults().stream().anyMatch(fault -> fault.kind().isFault());
        say(file + (broken ? " breaks:" : " teaches nothing:"));
        outcome.faults().forEach(fault -> say("  " + fault.kind() + " " + fault.what()));
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
