package io.thumbstream.launcher.up;

import io.thumbstream.lab.drive.GoldRecorder;
import io.thumbstream.lab.drive.SimulatedUsers;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.RunReport;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.trace.LatencySummary;
import io.thumbstream.lab.trace.LatencyTrace;
import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.wire.RunLogReader;
import io.thumbstream.launcher.console.Interruption;
import io.thumbstream.runtime.config.Loaded;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One all-in-one run: start, live view, clean end, report. */
public final class UpRun {
    private static final Logger LOG = LoggerFactory.getLogger(UpRun.class);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration DRAIN_WITHIN = Duration.ofSeconds(20);
    private static final Duration LABELS_WITHIN = Duration.ofSeconds(20);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(40);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int GOLD_WINDOW_VOTES = 20;
    private static final int PLAIN_EVERY = 5;

    private final Loaded<ThumbstreamSettings> loaded;
    private final UpOptions options;
    private final PrintWriter out;
    private final Screen screen;
    private final Instant startedAt = Clock.systemUTC().instant();

    /**
     * A run that has not started.
     *
     * @param out data: figures
     * @param screen talk: progress, the live view
     */
    public UpRun(Loaded<ThumbstreamSettings> loaded, UpOptions options, PrintWriter out, Screen screen) {
        this.loaded = loaded;
        this.options = options;
        this.out = out;
        this.screen = screen;
    }

    /**
     * Runs until the time is over or the process is asked to end.
     *
     * @return whether every demanded figure was met; true where none was measured
     */
    public boolean run() throws IOException, InterruptedException {
        try (Interruption interruption = Interruption.watch(CLOSE_WITHIN)) {
            return session(interruption);
        }
    }

    private boolean session(Interruption interruption) throws IOException, InterruptedException {
        ThumbstreamSettings settings = loaded.value();
        long began = System.nanoTime();
        List<RunSample> samples = new ArrayList<>();
        try (Stack stack = Stack.start(settings, this::say, READY_WITHIN)) {
            say(String.format("ready in %.1f s: %s", seconds(began), stack.gateway()));
            Path goldFile = Path.of(settings.dataDir()).resolve("gold.jsonl");
            try (GoldRecorder gold = new GoldRecorder(goldFile, GOLD_WINDOW_VOTES)) {
                Optional<SimulatedUsers> users = options.simulate()
                        ? Optional.of(new SimulatedUsers(
                                settings.users(), stack.gateway(), SupportTask.load(), gold, Clock.systemUTC()))
                        : Optional.empty();
                watch(stack, users, gold, samples, interruption);
                return conclude(stack, users, gold, samples);
            }
        }
    }

    private void watch(
            Stack stack,
            Optional<SimulatedUsers> users,
            GoldRecorder gold,
            List<RunSample> samples,
            Interruption interruption)
            throws InterruptedException {
        LiveTable table = new LiveTable(screen, PLAIN_EVERY);
        StatusPoller poller =
                new StatusPoller(stack.gateway(), options.simulate() ? Optional.of(gold) : Optional.empty());
        long began = System.nanoTime();
        users.ifPresent(SimulatedUsers::start);
        while (!over(began)) {
            if (interruption.await(LOOK_EVERY)) {
                break;
            }
            if (!stack.alive()) {
                throw new IllegalStateException("a service ended by itself; the log says which and why");
            }
            try {
                RunSample sample = poller.sample(seconds(began), stack.rollouts());
                samples.add(sample);
                table.show(sample);
            } catch (IOException e) {
                LOG.atWarn().setCause(e).log("the gateway's status was not answered");
            }
        }
    }

    private boolean over(long began) {
        return options.duration()
                .map(limit -> System.nanoTime() - began >= limit.toNanos())
                .orElse(false);
    }

    private boolean conclude(Stack stack, Optional<SimulatedUsers> users, GoldRecorder gold, List<RunSample> samples)
            throws InterruptedException {
        screen.leave();
        say("stopping");
        boolean measured = options.report().isPresent() || options.json();
        if (measured && users.isPresent() && !users.get().drain(DRAIN_WITHIN)) {
            say("some votes are still under way");
        }
        users.ifPresent(SimulatedUsers::close);
        if (!measured) {
            return true;
        }
        RunReport report = report(stack, users, gold, samples);
        options.report().ifPresent(directory -> {
            report.writeTo(directory);
            say("report: " + directory.resolve("report.html"));
        });
        if (options.json()) {
            out.println(report.figures().toJson());
            out.flush();
        }
        return report.figures().missed().isEmpty();
    }

    private RunReport report(Stack stack, Optional<SimulatedUsers> users, GoldRecorder gold, List<RunSample> samples)
            throws InterruptedException {
        say("measuring");
        ThumbstreamSettings settings = loaded.value();
        RunLog log = SettledLog.read(
                        new RunLogReader(stack.kafka(), settings.gateway().modelName()), LABELS_WITHIN)
                .votesSince(startedAt);
        LatencySummary latency = LatencySummary.of(LatencyTrace.of(log));
        List<Figure> figures = new ArrayList<>();
        users.ifPresent(all -> figures.addAll(RunFigures.bookkeeping(all.counts(), log)));
        figures.addAll(LatencyFigures.of(latency));
        long newest = samples.isEmpty() ? 0 : samples.get(samples.size() - 1).policyVersion();
        users.ifPresent(all -> figures.addAll(RunFigures.gold(
                SupportTask.load(),
                all.preference().taste(),
                BaseModel.directory(
                        Path.of(settings.dataDir()), settings.gateway().modelName(), 0),
                BaseModel.directory(
                        Path.of(settings.dataDir()), settings.gateway().modelName(), newest))));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", VersionFromBuild.describe());
        facts.put("seed", Long.toString(settings.seed()));
        facts.put("config sha256", loaded.hash());
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("newest policy version", Long.toString(newest));
        return new RunReport(
                "Thumbstream run", facts, new Figures(figures), RunCurves.of(samples, gold.windows(), latency));
    }

    private void say(String what) {
        screen.stream().println(what);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
