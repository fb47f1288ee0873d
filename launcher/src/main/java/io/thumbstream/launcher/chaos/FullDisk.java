package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.serve.ServedPart;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A broker that can write no more, without the rights of an administrator and without harm to anybody else on the machine: files of
 * its process may grow to the size of its largest segment and no further. To Kafka that is a full disk: a write fails, the directory is
 * given up, the process ends. Where the largest segment rests, so that nothing fails, the limit is halved. Nobody starts the broker
 * again before the condition ends; the process of then has no limit.
 */
final class FullDisk implements Mischief {
    /** What the broker says when it ends because it cannot write; see {@link io.thumbstream.launcher.embedded.EmbeddedKafka}. */
    static final String REASON = "the embedded broker gave up and ends this process";

    /** So much the broker may still write to its log, so that it can say why it ends. */
    private static final long ROOM = 64 * 1024;

    private static final int LIMITS = 6;
    /** Longer than the pauses between two writes to the busiest partition. */
    static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Fleet fleet;
    private final Path kafka;
    private final Duration endsWithin;
    private final Storm.Patience patience;
    private Optional<String> obstacle = Optional.empty();
    private boolean limited;
    private boolean ended;
    private long reasonsBefore;

    /**
     * Nothing is limited yet.
     *
     * @param fleet has the broker
     * @param kafka directory of the broker
     * @param endsWithin how long a limit is given before it is halved
     * @param patience how time passes
     */
    FullDisk(Fleet fleet, Path kafka, Duration endsWithin, Storm.Patience patience) {
        this.fleet = fleet;
        this.kafka = kafka;
        this.endsWithin = endsWithin;
        this.patience = patience;
    }

    @Override
    public void begin() throws InterruptedException {
        reasonsBefore = reasons();
        long least = fleet.log(ServedPart.BROKER).toFile().length() + ROOM;
        long largest = largestSegment();
        for (int halvings = 0; halvings < LIMITS && !ended; halvings++) {
            obstacle = fleet.confine(ServedPart.BROKER, Math.max(least, largest >> halvings));
            if (obstacle.isPresent()) {
                return;
            }
            limited = true;
            ended = awaitEnd();
        }
    }

    private boolean awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + endsWithin.toNanos();
        while (fleet.runs(ServedPart.BROKER) && System.nanoTime() - deadline < 0) {
            patience.await(LOOK_EVERY);
        }
        return !fleet.runs(ServedPart.BROKER);
    }

    private long largestSegment() {
        return Entries.of(kafka.toFile()).stream()
                .flatMap(partition -> Entries.of(partition).stream())
                .filter(file -> file.getName().endsWith(".log"))
                .mapToLong(File::length) // 0 where it was just deleted
                .max()
                .orElse(0);
    }

    @Override
    public void act() {}

    @Override
    public void end() throws InterruptedException {
        if (limited) {
            fleet.start(ServedPart.BROKER);
        }
    }

    @Override
    public Evidence evidence() {
        return judge(obstacle, ended, reasons() - reasonsBefore);
    }

    /** How often the log of the broker says why it ended. */
    private long reasons() {
        Path log = fleet.log(ServedPart.BROKER);
        if (!Files.exists(log)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) { // one that reads any bytes
            return lines.filter(line -> line.contains(REASON)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be read", e);
        }
    }

    /**
     * What is made of it: the broker must have ended and said why.
     *
     * @param obstacle why this machine cannot limit a process; empty when it can
     * @param ended whether the broker ended
     * @param reasons how often it said why
     */
    static Evidence judge(Optional<String> obstacle, boolean ended, long reasons) {
        List<String> faults = new ArrayList<>();
        if (obstacle.isPresent()) {
            faults.add("the condition was not brought about: " + obstacle.get());
        } else if (!ended) {
            faults.add("the broker went on although it could write no more");
        } else if (reasons == 0) {
            faults.add("the broker ended without a word why in its log");
        }
        return new Evidence(
                List.of(
                        new Figure("disk-full-broker-ended", ended ? 1 : 0, "processes", Demand.atLeast(1)),
                        new Figure("disk-full-said-why", reasons, "times", Demand.atLeast(1))),
                faults);
    }
}
