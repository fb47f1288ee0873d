package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.gateway.GatewayService;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.bench.ingest.wire.Topic;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Feedback per second: a gateway over HTTP, one vote and many votes a request, and a producer that sends the same records without a
 * gateway, in turn over the same broker. All of it, clients too, shares the processors of this process.
 */
final class GatewayLoad {
    /** High enough to bind nobody, so that the limits are looked at and let everybody in. */
    static final List<String> UNBOUND = List.of(
            "gateway.rates.user.per-second=1000000",
            "gateway.rates.user.burst=1000000",
            "gateway.rates.target.per-second=1000000",
            "gateway.rates.target.burst=1000000");

    /** Answers that are voted on at the same time. */
    static final int ACTIVE = 64;

    private static final String RAW_TOPIC = "bench.raw-feedback";
    private static final int SAMPLES = 10_000;
    private static final int FULL = 50_000;
    private static final int WAYS = 4;
    private static final int SECONDS_PER_ROUND = 12;
    private static final int FEWEST_ROUNDS = 2;
    private static final int MOST_ROUNDS = 30;

    private final ThumbstreamSettings settings;
    private final IngestPlan plan;

    /** The ways of sending. */
    private enum Way {
        SINGLE,
        BATCH,
        RAW,
        WINDOW
    }

    GatewayLoad(ThumbstreamSettings settings, IngestPlan plan) {
        this.settings = settings;
        this.plan = plan;
    }

    List<Figure> run(Path home, Progress progress) throws IOException, InterruptedException {
        try (IngestSite site = IngestSite.open(settings, home, UNBOUND)) {
            GatewayService gateway = site.gateway();
            try {
                return compare(site, site.address(gateway), progress);
            } finally {
                gateway.close();
            }
        }
    }

    private List<Figure> compare(IngestSite site, URI gateway, Progress progress)
            throws IOException, InterruptedException {
        VotePlan votes = new VotePlan(plan.people(), ACTIVE);
        AtomicLong next = new AtomicLong();
        Duration maxBlock = site.settings().gateway().timeouts().maxBlock();
        try (HttpSender single = HttpSender.connect(gateway, plan.connections(), votes, next, 1);
                HttpSender batch = HttpSender.connect(gateway, plan.batchConnections(), votes, next, plan.batch())) {
            meetEverybody(batch, next, progress);
            List<ProducerRecord<byte[], byte[]>> records = samples(site);
            try (RawSender raw = new RawSender(site.kafka(), maxBlock, records, FULL);
                    RawSender window = new RawSender(site.kafka(), maxBlock, records, plan.batchWindow())) {
                Map<Way, Sender> senders =
                        new EnumMap<>(Map.of(Way.SINGLE, single, Way.BATCH, batch, Way.RAW, raw, Way.WINDOW, window));
                return rounds(senders, progress);
            }
        }
    }

    /** The first vote of a person makes a key on disk, which is not what is measured. */
    private void meetEverybody(HttpSender batch, AtomicLong next, Progress progress) throws InterruptedException {
        long all = (long) plan.people() * ACTIVE;
        progress.phase("first votes of everybody", all);
        while (next.get() < all) {
            Slice unused = batch.run(Duration.ofSeconds(1));
            progress.done(Math.min(all, next.get()));
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> samples(IngestSite site) {
        site.create(List.of(IngestSite.likeFeedback(RAW_TOPIC)));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Topic.read(
                site.kafka(),
                Topics.FEEDBACK.name(),
                SAMPLES,
                record -> records.add(
                        new ProducerRecord<>(RAW_TOPIC, null, record.timestamp(), record.key(), record.value())));
        return records;
    }

    /** Every other round runs backwards, so that a trend within rounds cancels; the first round warms up and does not count. */
    private List<Figure> rounds(Map<Way, Sender> senders, Progress progress) throws InterruptedException {
        int rounds = (int)
                Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, plan.seconds().toSeconds() / SECONDS_PER_ROUND));
        Duration slice = plan.seconds().dividedBy((long) rounds * WAYS);
        GatewayFigures figures = new GatewayFigures();
        progress.phase("rounds of four ways", rounds);
        for (int round = 0; round <= rounds; round++) {
            Map<Way, Slice> slices = new EnumMap<>(Way.class);
            for (int i = 0; i < WAYS; i++) {
                Way way = Way.values()[round % 2 == 0 ? i : WAYS - 1 - i];
                slices.put(way, sender(senders, way).run(slice));
            }
            if (round > 0) {
                figures.add(new GatewayFigures.Round(
                        slice(slices, Way.SINGLE),
                        slice(slices, Way.BATCH),
                        slice(slices, Way.RAW),
                        slice(slices, Way.WINDOW)));
                progress.done(round);
            }
        }
        return figures.figures();
    }

    private static Sender sender(Map<Way, Sender> senders, Way way) {
        return Objects.requireNonNull(senders.get(way));
    }

    private static Slice slice(Map<Way, Slice> slices, Way way) {
        return Objects.requireNonNull(slices.get(way));
    }
}
