package io.thumbstream.launcher.chaos;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.SettingsWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A second reward service in the group of the first, so that partitions move to it while votes come in, and back when it goes: the first
 * time it is asked to end, the second time it is killed. Each time its state directory is new, so that it restores what it takes over.
 * Topics, registry, weights and the keys of people are those of the run.
 */
final class SecondReward implements Mischief {
    /** How long its start, a new assignment and restoring may take. */
    static final Duration MOVES_WITHIN = Duration.ofSeconds(90);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ROUNDS = 2;
    /** What a part says when it may receive work; see {@code ServeRun}. */
    private static final String READY = ServedPart.REWARD.key() + " is ready";
    /** Directory of a task of Kafka Streams, which is made where the task is. */
    private static final Pattern TASK = Pattern.compile("[0-9]+_[0-9]+");

    private final Path home;
    private final IntFunction<Child> services;
    private final Duration movesWithin;
    private final Storm.Patience patience;
    private final List<Child> started = new ArrayList<>();
    private final List<Long> moved = new ArrayList<>();
    private long gone;

    /**
     * Nobody has joined yet.
     *
     * @param home where the directory of each round is made
     * @param services the service of a round, from 1, whose data directory is {@link #directory}
     * @param movesWithin how long is waited for partitions to move
     * @param patience how time passes
     */
    SecondReward(Path home, IntFunction<Child> services, Duration movesWithin, Storm.Patience patience) {
        this.home = home;
        this.services = services;
        this.movesWithin = movesWithin;
        this.patience = patience;
    }

    /** Services beside the reward service of {@code site}. */
    static SecondReward beside(ChaosSite site, Storm.Patience patience) {
        return new SecondReward(site.home(), round -> service(site, round), MOVES_WITHIN, patience);
    }

    private static Child service(ChaosSite site, int round) {
        ThumbstreamSettings parts = site.parts();
        ThumbstreamSettings.Admin admin = parts.admin();
        ThumbstreamSettings second = parts.reachedAt(
                directory(site.home(), round).toString(),
                parts.sealedKafka(), // the keys lie where they were
                parts.embedded(),
                new ThumbstreamSettings.Admin(
                        admin.host(), admin.gatewayPort(), admin.generatorPort(), 0, admin.learnerPort()),
                parts.gateway().port());
        Path file = site.home().resolve("second-" + round + ".yaml");
        try {
            new YAMLMapper().writeValue(file.toFile(), SettingsWriter.toTree(second));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
        return new Child(
                ServedPart.REWARD,
                ChildCommand.of(ServedPart.REWARD, file),
                site.logs().resolve("reward-second-" + round + ".log"));
    }

    /** Data directory of a round. */
    static Path directory(Path home, int round) {
        return home.resolve("second-" + round);
    }

    /** Starts a service and waits until it has partitions and works, or ends, or the time is up. */
    @Override
    public void begin() throws InterruptedException {
        int round = started.size() + 1;
        Child service = services.apply(round);
        started.add(service);
        service.start(PATIENCE);
        long deadline = System.nanoTime() + movesWithin.toNanos();
        while (served(service, round) == 0 && service.runs() && System.nanoTime() - deadline < 0) {
            patience.await(LOOK_EVERY);
        }
        moved.add(served(service, round));
    }

    /** Partitions that the service has; 0 before it is ready. */
    private long served(Child service, int round) {
        if (!ready(service.log())) {
            return 0;
        }
        File state = directory(home, round).resolve("reward-state").toFile();
        return Entries.of(state).stream()
                .flatMap(application -> Entries.of(application).stream())
                .filter(entry -> TASK.matcher(entry.getName()).matches())
                .count();
    }

    private static boolean ready(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) { // one that reads any bytes
            return lines.anyMatch(line -> line.startsWith(READY));
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be read", e);
        }
    }

    @Override
    public void act() {}

    /** Lets the service go: asked the first time, killed the second. */
    @Override
    public void end() throws InterruptedException {
        Child service = started.get(started.size() - 1);
        gone += service.runs() ? 0 : 1;
        if (started.size() < ROUNDS) {
            service.end();
        } else {
            service.kill();
        }
    }

    @Override
    public Evidence evidence() {
        return judge(moved, gone);
    }

    /**
     * What is made of it: each time partitions must have moved, and the service must have stayed until it had to go.
     *
     * @param moved partitions that the second service had, for each time
     * @param gone how often it ended by itself
     */
    static Evidence judge(List<Long> moved, long gone) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < moved.size(); i++) {
            if (moved.get(i) == 0) {
                faults.add("no partition moved to the second reward service in round " + (i + 1)
                        + "; see its log reward-second-" + (i + 1) + ".log");
            }
        }
        if (gone > 0) {
            faults.add("the second reward service ended by itself " + gone + " times; its logs reward-second-1.log and"
                    + " reward-second-2.log say why");
        }
        long moves = moved.stream().filter(tasks -> tasks > 0).count();
        return new Evidence(
                List.of(
                        new Figure("partition-moved-rounds", moves, "rounds", Demand.exactly(ROUNDS)),
                        Figure.of(
                                "partition-moved-partitions",
                                moved.stream().mapToLong(Long::longValue).sum(),
                                "partitions"),
                        new Figure("partition-moved-second-ended", gone, "processes", Demand.exactly(0))),
                faults);
    }

    /** Kills whoever still runs. */
    @Override
    public void close() {
        boolean interrupted = false;
        for (Child service : started) {
            try {
                service.kill();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
