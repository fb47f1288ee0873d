package io.thumbstream.launcher.bench.models;

import ai.djl.Device;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.bench.ingest.Latencies;
import io.thumbstream.launcher.bench.models.wire.PolicyPublisher;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.policy.PolicyCore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Time from the announcement of a version to the moment the sampler holds it for its next token, while clients ask for answers; and how many of
 * their requests fail meanwhile. Versions are written by the policy learner's own class and announced in the topic, one as soon as the last
 * one is served.
 */
final class SwapPart {
    private static final int ASKERS = 4;
    private static final int MAX_TOKENS = 16;
    private static final double MOST_MILLIS = 300;
    private static final double HALF = 0.5;
    private static final double P95 = 0.95;
    private static final double ALL = 1;

    private final ModelPlan plan;
    private final Latencies announced = new Latencies();
    private final Latencies written = new Latencies();

    SwapPart(ModelPlan plan) {
        this.plan = plan;
    }

    /** @param home directory that is new */
    List<Figure> run(Path home, Progress progress) {
        Clock clock = Clock.systemUTC();
        try (ServingSite site = ServingSite.open(home, plan.seed());
                PolicyCore core = core(site, clock);
                PolicyPublisher publisher = publisher(site, home, clock)) {
            progress.phase(ModelPart.SWAP.word(), plan.swaps());
            Questions questions = new Questions(site.settings().gateway().modelName(), MAX_TOKENS, plan.seed());
            Askers askers = Askers.begin(site.gateway(), questions, ASKERS);
            try (askers) {
                for (long version = 1; version <= plan.swaps(); version++) {
                    swap(site, core, publisher, version);
                    progress.done(version);
                }
            }
            return figures(announced, written, askers.answered(), askers.refused());
        }
    }

    private PolicyCore core(ServingSite site, Clock clock) {
        return new PolicyCore(site.settings().learner().policy(), site.model(), Device.cpu(), clock, 1, plan.seed());
    }

    private static PolicyPublisher publisher(ServingSite site, Path home, Clock clock) {
        ThumbstreamSettings settings = site.settings();
        return new PolicyPublisher(
                site.kafka(),
                settings.gateway().policyName(),
                home.resolve("models").resolve("policy-" + settings.gateway().modelName()),
                settings.learner().policyRun().keepVersions(),
                clock);
    }

    private void swap(ServingSite site, PolicyCore core, PolicyPublisher publisher, long version) {
        long began = System.nanoTime();
        PublishedVersion files = publisher.write(version, core::export);
        long ready = System.nanoTime();
        publisher.announce(files);
        site.awaitServed(version);
        long served = System.nanoTime();
        announced.add(served - ready);
        written.add(served - began);
    }

    /**
     * Figures by what was seen.
     *
     * @param announced from before the announcement until served
     * @param written from before the first file until served
     */
    static List<Figure> figures(Latencies announced, Latencies written, long answered, long refused) {
        return List.of(
                new Figure("swap-served-p95", announced.quantileMillis(P95), "ms", Demand.atMost(MOST_MILLIS)),
                Figure.of("swap-served-p50", announced.quantileMillis(HALF), "ms"),
                Figure.of("swap-served-slowest", announced.quantileMillis(ALL), "ms"),
                Figure.of("swap-written-and-served-p50", written.quantileMillis(HALF), "ms"),
                Figure.of("swap-written-and-served-p95", written.quantileMillis(P95), "ms"),
                new Figure("swap-refused", refused, "requests", Demand.exactly(0)),
                new Figure("swap-answered", answered, "requests", Demand.atLeast(1)),
                Figure.of("swap-versions", announced.count(), "versions"));
    }
}
