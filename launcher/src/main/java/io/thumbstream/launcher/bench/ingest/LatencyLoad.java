package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.gateway.GatewayService;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.bench.ingest.wire.TopicTail;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.reward.RewardService;
import io.thumbstream.runtime.error.TransientException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Time from the answer "accepted" to the label that a reader of committed records sees, at a quiet pace. */
final class LatencyLoad {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int WARM_UP = 50;
    private static final int ACCEPTED = 202;
    private static final double MOST_MILLIS = 1_000;
    private static final double P95 = 0.95;
    private static final double HALF = 0.5;

    private final ThumbstreamSettings settings;
    private final IngestPlan plan;

    LatencyLoad(ThumbstreamSettings settings, IngestPlan plan) {
        this.settings = settings;
        this.plan = plan;
    }

    List<Figure> run(Path home, Progress progress) throws IOException {
        try (IngestSite site = IngestSite.open(settings, home, GatewayLoad.UNBOUND)) {
            RewardService reward = site.reward();
            try {
                GatewayService gateway = site.gateway();
                try {
                    return measure(site, site.address(gateway), progress);
                } finally {
                    gateway.close();
                }
            } finally {
                reward.close();
            }
        }
    }

    private List<Figure> measure(IngestSite site, URI gateway, Progress progress) throws IOException {
        VotePlan votes = new VotePlan(plan.people(), GatewayLoad.ACTIVE);
        int total = WARM_UP + (int) Math.max(1, plan.seconds().dividedBy(PAUSE));
        site.writeAnswers(votes.answers(total));
        Map<String, Long> labelled = new ConcurrentHashMap<>();
        long[] accepted = new long[total];
        progress.phase("votes", total);
        try (TopicTail labels = TopicTail.labels(site.kafka(), id -> labelled.putIfAbsent(id, System.nanoTime()));
                KeptConnection connection = KeptConnection.open(gateway, PATIENCE)) {
            for (int n = 0; n < total; n++) {
                KeptConnection.Answer answer = connection.post("/v1/feedback", votes.single(n));
                accepted[n] = System.nanoTime();
                if (answer.status() != ACCEPTED) {
                    throw new TransientException(
                            "the gateway answered " + answer.status() + " (" + answer.text() + "), not 202");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                progress.done(n + 1L);
            }
            long unused = Waiting.settled(total, PATIENCE, labelled::size);
            return figures(accepted, labelled, labels.count());
        }
    }

    private static List<Figure> figures(long[] accepted, Map<String, Long> labelled, long labels) {
        Latencies latencies = new Latencies();
        int missing = 0;
        for (int n = WARM_UP; n < accepted.length; n++) {
            Long at = labelled.get(VotePlan.id(n));
            if (at == null) {
                missing++;
            } else {
                latencies.add(at - accepted[n]);
            }
        }
        return List.of(
                new Figure("latency-p95", latencies.quantileMillis(P95), "ms", Demand.atMost(MOST_MILLIS)),
                Figure.of("latency-p50", latencies.quantileMillis(HALF), "ms"),
                new Figure("latency-unlabelled", missing, "votes", Demand.exactly(0)),
                Figure.of("latency-labels", labels, "labels"));
    }
}
