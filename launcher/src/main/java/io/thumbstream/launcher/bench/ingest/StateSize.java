package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.bench.ingest.wire.RecordWriter;
import io.thumbstream.launcher.bench.ingest.wire.TopicTail;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.reward.RewardService;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What many answers that wait for feedback take, on disk and in memory, and how long a reward service takes to have them back. */
final class StateSize {
    private static final Duration STANDSTILL = Duration.ofSeconds(120);
    private static final Duration AGO = Duration.ofMinutes(5);
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;

    private final ThumbstreamSettings settings;
    private final IngestPlan plan;

    StateSize(ThumbstreamSettings settings, IngestPlan plan) {
        this.settings = settings;
        this.plan = plan;
    }

    /** As many groups as wait, in each partition, so that none is dropped to make room. */
    List<String> changes() {
        return List.of("reward.joiner.max-groups=" + (plan.pending() + 1));
    }

    List<Figure> run(Path home, Progress progress) {
        try (IngestSite site = IngestSite.open(settings, home, changes())) {
            progress.phase("answers that wait", 2);
            write(site);
            progress.done(1);
            long heapBefore = heap();
            long heapAfter;
            try (TopicTail sent = TopicTail.counting(site.kafka(), Topics.EXPERIENCE.name())) {
                RewardService service = site.reward();
                try {
                    long came = Waiting.settled(plan.pending(), STANDSTILL, sent::count);
                    if (came != plan.pending()) {
                        throw new TransientException("the reward service took in " + came + " of " + plan.pending()
                                + " answers and stood still; the log says why");
                    }
                    heapAfter = heap();
                } finally {
                    service.close();
                }
            }
            progress.done(2);
            return figures(site, heapAfter - heapBefore, progress);
        }
    }

    /** Every group is complete at once and said to the learner; its window stays open. */
    private void write(IngestSite site) {
        Instant first = Clock.systemUTC().instant().minus(AGO);
        try (RecordWriter writer = new RecordWriter(site.kafka())) {
            for (int i = 0; i < plan.pending(); i++) {
                Instant at = first.plusNanos(AGO.toNanos() / plan.pending() * i);
                writer.answer(VotePlan.group(i), Optional.of("p" + i % plan.people()), false, at);
            }
            writer.settle();
        }
    }

    private List<Figure> figures(IngestSite site, long heap, Progress progress) {
        Path state = site.home().resolve("reward-state");
        double disk = bytes(state, file -> true);
        // index files are as large as they may become, and empty
        double changelog =
                bytes(site.home().resolve("kafka"), file -> file.contains("-changelog-") && file.endsWith(".log"));
        progress.phase("ways back", 2);
        double kept = secondsToReady(site);
        progress.done(1);
        Folders.delete(state);
        double lost = secondsToReady(site);
        progress.done(2);
        return List.of(
                Figure.of("state-answers", plan.pending(), "answers"),
                Figure.of("state-disk", disk / MEGA, "MB"),
                Figure.of("state-disk-per-answer", disk / plan.pending(), "bytes"),
                Figure.of("state-changelog", changelog / MEGA, "MB"),
                Figure.of("state-heap", heap / MEGA, "MB"),
                Figure.of("state-heap-per-answer", (double) heap / plan.pending(), "bytes"),
                Figure.of("state-restart-seconds", kept, "s"),
                Figure.of("state-restore-seconds", lost, "s"));
    }

    private static double secondsToReady(IngestSite site) {
        long began = System.nanoTime();
        RewardService service = site.reward();
        double seconds = (System.nanoTime() - began) / NANOS;
        service.close();
        return seconds;
    }

    /** Bytes that are reachable. */
    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static long bytes(Path folder, Predicate<String> counts) {
        try (Stream<Path> all = Files.walk(folder)) {
            long sum = 0;
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                sum += counts.test(file.toString()) ? Files.size(file) : 0;
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException("the size of " + folder + " cannot be found", e);
        }
    }
}
