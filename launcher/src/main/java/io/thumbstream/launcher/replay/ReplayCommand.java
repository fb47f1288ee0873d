package io.thumbstream.launcher.replay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.learner.LearnerReplay;
import io.thumbstream.learner.ReplayOutcome;
import io.thumbstream.learner.ReplayRequest;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.config.Loaded;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream replay}: the weights of a run once more, from its topics. */
@Command(
        name = "replay",
        description = {
            "Rebuild the weights of a run from its topics into an empty directory and compare digests.",
            "Give the settings and seed that the run had. The topics are only read."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A replay that was cut goes on where it was when it is started again.",
            "Example: thumbstream replay --data-dir data --output-dir replay --verify"
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final double NANOS = 1e9;
    private static final double FASTER_THAN_LIVE = 5;

    /** Below this many steps the start of the process decides the speed. */
    private static final long STEPS_WORTH_TIMING = 50;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--learner", paramLabel = "NAME", description = "policy or reward (both, one after the other).")
    private ReplayRequest.@Nullable Learner learner;

    @Option(
            names = "--from-step",
            paramLabel = "N",
            description = "Begin at the run's newest kept snapshot that is not after this step (version 0).")
    private @Nullable Long fromStep;

    @Option(names = "--to-version", paramLabel = "V", description = "End at this version; needs --learner.")
    private @Nullable Long version;

    @Option(names = "--to-step", paramLabel = "N", description = "End at this step.")
    private @Nullable Long step;

    @Option(names = "--until", paramLabel = "TIME", description = "End at this time, for example 2026-01-31T12:00:00Z.")
    private @Nullable Instant until;

    @Option(names = "--verify", description = "Compare every announced version on the way.")
    private boolean verify;

    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            description = "Where weights are written; new, empty, or of the same replay (./replay).")
    private Path directory = Path.of("replay");

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<ReplayRequest> requests = requests();
        Loaded<ThumbstreamSettings> loaded = config.load();
        ThumbstreamSettings settings = loaded.value();
        Path source = Path.of(settings.dataDir()).toAbsolutePath().normalize();
        String identity = source + " " + loaded.hash() + (fromStep == null ? "" : " from step " + fromStep)
                + System.lineSeparator();
        boolean begun = ReplayDirectory.begun(directory, identity);
        List<Figure> figures = new ArrayList<>();
        try (TopicStore topics = TopicStore.open(settings, this::say);
                Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            if (!begun) {
                ReplayDirectory.begin(directory, source, settings.learner().modelName(), identity);
            }
            NativeThreads.use(Stack.NATIVE_THREADS);
            LearnerReplay replay = replay(settings, topics.kafka(), source);
            for (ReplayRequest request : requests) {
                figures.addAll(run(replay, request, progress));
            }
        }
        return printing.print(new Figures(figures), spec.commandLine().getOut());
    }

    private LearnerReplay replay(ThumbstreamSettings settings, KafkaSettings kafka, Path source) {
        LearnerReplay replay = new LearnerReplay(
                settings.learner(),
                new ServiceContext(
                        kafka,
                        directory,
                        Clock.systemUTC(),
                        new SeededRandom(settings.seed()),
                        new SimpleMeterRegistry()));
        return fromStep == null ? replay : replay.from(source, fromStep);
    }

    private List<ReplayRequest> requests() {
        if (learner == null && (version != null || step != null || fromStep != null)) {
            throw usage("--from-step, --to-version and --to-step count one learner's; add --learner policy or"
                    + " --learner reward");
        }
        if (fromStep != null && fromStep < 1) {
            throw usage("--from-step is " + fromStep + "; give a step from 1, or leave it out to begin at version 0");
        }
        List<ReplayRequest.Learner> learners =
                learner == null ? List.of(ReplayRequest.Learner.values()) : List.of(learner);
        try {
            return learners.stream()
                    .map(one -> new ReplayRequest(
                            one, optional(version), optional(step), Optional.ofNullable(until), verify))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private List<Figure> run(LearnerReplay replay, ReplayRequest request, Progress progress) {
        String name = request.learner().name().toLowerCase(Locale.ROOT);
        long began = System.nanoTime();
        ReplayOutcome outcome = replay.run(request, new LearnerReplay.Progress() {
            @Override
            public void begins(long lastStep) {
                progress.phase("replay of " + name, lastStep);
            }

            @Override
            public void reached(long reachedStep) {
                progress.done(reachedStep);
            }
        });
        double seconds = (System.nanoTime() - began) / NANOS;
        say(name + " at step " + outcome.result().step() + ": sha256 " + outcome.sha256() + " in "
                + outcome.directory());
        outcome.result()
                .mismatches()
                .forEach(mismatch -> say(name + " differs before step " + mismatch.step() + ": logged "
                        + mismatch.logged() + ", rebuilt " + mismatch.found()));
        outcome.differing().forEach(each -> say(name + " version " + each + " differs from the announced one"));
        return figures(name, outcome, seconds);
    }

    private static List<Figure> figures(String name, ReplayOutcome outcome, double seconds) {
        long applied = outcome.result().applied();
        double live = outcome.result().live().toMillis() / 1000.0;
        Demand faster = applied >= STEPS_WORTH_TIMING ? Demand.atLeast(FASTER_THAN_LIVE) : Demand.NONE;
        String prefix = "replay-" + name + "-";
        return List.of(
                Figure.of(prefix + "steps", applied, "steps"),
                Figure.of(prefix + "digests-compared", outcome.result().compared(), "digests"),
                Figure.of(prefix + "versions-compared", outcome.versions(), "versions"),
                new Figure(
                        prefix + "mismatches",
                        outcome.result().mismatches().size()
                                + outcome.differing().size(),
                        "digests",
                        Demand.exactly(0)),
                Figure.of(prefix + "seconds", seconds, "seconds"),
                new Figure(prefix + "speed-over-live", live / seconds, "ratio", faster));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
