package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.bench.ingest.wire.RecordWriter;
import io.thumbstream.launcher.bench.ingest.wire.TopicTail;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records per processor second: the reward service and Kafka's windowed left join, one after the other over the same topics of the
 * same broker, with the same client settings, each with state of its own in RocksDB.
 */
final class JoinRace {
    /** A window that closes many times within the input, and an end to what is kept. */
    static final List<String> SHORT_WINDOWS = List.of(
            "reward.joiner.windows.thumb=60s",
            "reward.joiner.windows.rating=60s",
            "reward.joiner.windows.pair=60s",
            "reward.joiner.windows.edit=60s",
            "reward.joiner.retention=120s");

    /** Thread of the consumer of Kafka Streams, whose name does not say whose it is; nothing else here has one. */
    private static final String CONSUMER = "consumer_background_thread";

    private static final Duration STANDSTILL = Duration.ofSeconds(60);
    private static final double NANOS = 1e9;

    private final ThumbstreamSettings settings;
    private final IngestPlan plan;

    JoinRace(ThumbstreamSettings settings, IngestPlan plan) {
        this.settings = settings;
        this.plan = plan;
    }

    private interface Start {
        Joining begin(IngestSite site, String name);
    }

    List<Figure> run(Path home, Progress progress) {
        Arrivals input = Arrivals.of(plan.events(), settings.seed());
        try (IngestSite site = IngestSite.open(settings, home, SHORT_WINDOWS)) {
            progress.phase("input of the join", 1);
            write(site, input);
            progress.phase("rounds of both joins", plan.rounds());
            JoinFigures figures = new JoinFigures();
            for (int round = 0; round <= plan.rounds(); round++) {
                boolean oursFirst = round % 2 == 0;
                JoinFigures.Run first = oursFirst ? ours(site, input, round) : peer(site, input, round);
                JoinFigures.Run second = oursFirst ? peer(site, input, round) : ours(site, input, round);
                if (round > 0) { // the first one warms up
                    figures.add(oursFirst ? first : second, oursFirst ? second : first);
                    progress.done(round);
                }
            }
            return figures.figures();
        }
    }

    private void write(IngestSite site, Arrivals input) {
        Instant first = Clock.systemUTC().instant().minusMillis(input.spanMillis() + Arrivals.JITTER_MILLIS);
        try (RecordWriter writer = new RecordWriter(site.kafka())) {
            for (Arrivals.Arrival arrival : input.all()) {
                write(writer, arrival, first.plusMillis(arrival.eventMillis()));
            }
            writer.settle();
        }
    }

    private void write(RecordWriter writer, Arrivals.Arrival arrival, Instant at) {
        String group = VotePlan.group(arrival.group());
        String person = "p" + arrival.group() % plan.people();
        switch (arrival.what()) {
            case ANSWER -> writer.answer(group, Optional.of(person), false, at);
            case VOTE, REPEATED_VOTE -> writer.vote("v" + arrival.group(), group, person, true, 1, at);
            case CHANGED_VOTE -> writer.vote("c" + arrival.group(), group, person, false, 2, at);
        }
    }

    private static JoinFigures.Run ours(IngestSite site, Arrivals input, int round) {
        JoinFigures.Run run = measure(site, input, input.labels(), "bench-ours-" + round, Joining::ours);
        Folders.delete(site.home().resolve("reward-state"));
        return run;
    }

    private static JoinFigures.Run peer(IngestSite site, Arrivals input, int round) {
        String name = "bench-peer-" + round;
        long labels = input.labels() + input.count(Arrivals.What.REPEATED_VOTE);
        JoinFigures.Run run = measure(site, input, labels, name, Joining::peer);
        Folders.delete(site.home().resolve(name));
        return run;
    }

    private static JoinFigures.Run measure(IngestSite site, Arrivals input, long labels, String name, Start start) {
        try (TopicTail made = TopicTail.counting(site.kafka(), Topics.LABELS.name())) {
            double process = ProcessorTime.ofProcess();
            long began = System.nanoTime();
            try (Joining joining = start.begin(site, name)) {
                Waiting.until("the start of " + name, STANDSTILL, joining.ready());
                long came = Waiting.settled(labels, STANDSTILL, made::count);
                JoinFigures.Run run = new JoinFigures.Run(
                        input.all().size(),
                        ProcessorTime.ofThreads(name, CONSUMER),
                        ProcessorTime.ofProcess() - process,
                        (System.nanoTime() - began) / NANOS);
                if (came != labels) {
                    throw new TransientException(name + " made " + came + " labels of " + labels
                            + " and stood still; the log says why, and nothing can be compared");
                }
                return run;
            }
        }
    }
}
