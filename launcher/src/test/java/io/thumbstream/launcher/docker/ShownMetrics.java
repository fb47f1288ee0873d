package io.thumbstream.launcher.docker;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.gateway.GatewayService;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.http.GatewayMeters;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.generator.GeneratorService;
import io.thumbstream.generator.GeneratorSettings;
import io.thumbstream.lab.drift.signal.Measure;
import io.thumbstream.learner.LearnerService;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.reward.RewardService;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** What the services themselves show from their start, in Micrometer's own spelling for Prometheus. Their brokers are not there. */
final class ShownMetrics {
    private static final KafkaSettings NOBODY = KafkaSettings.of("127.0.0.1:1", "http://127.0.0.1:1");

    private final Series series = new Series();
    private final Path dataDir;

    private ShownMetrics(Path dataDir) {
        this.dataDir = dataDir;
    }

    static Series of(Path dataDir) throws IOException, InterruptedException {
        ShownMetrics shown = new ShownMetrics(dataDir);
        shown.generator();
        shown.reward();
        shown.learner();
        shown.gateway();
        return shown.series;
    }

    private void generator() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (GeneratorService service = new GeneratorService(GeneratorSettings.defaults(), context(meters))) {
            series.scraped(meters.scrape());
        }
    }

    private void reward() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (RewardService service = new RewardService(RewardSettings.defaults(), context(meters))) {
            series.scraped(meters.scrape());
        }
    }

    private void learner() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (LearnerService service = new LearnerService(LearnerSettings.defaults(), context(meters))) {
            series.scraped(meters.scrape());
        }
    }

    private void gateway() throws IOException, InterruptedException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (GatewayService service =
                new GatewayService(GatewaySettings.defaults().withPort(0), context(meters))) {
            service.start();
            // requests are timed when they have ended; after the second answer the first one has
            ask(service.port());
            ask(service.port());
            GatewayMeters shown = new GatewayMeters(meters);
            shown.drift(new Seen.Drift("votes", 0, 1, false, Instant.EPOCH));
            for (Measure measure : Measure.values()) {
                shown.drift(new Seen.Drift(measure.key(), 0, 0, false, Instant.EPOCH));
            }
            series.scraped(meters.scrape());
        }
    }

    private static void ask(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/openapi.yaml"))
                .build();
        var unused = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }

    private ServiceContext context(PrometheusMeterRegistry meters) {
        return new ServiceContext(NOBODY, dataDir, Clock.systemUTC(), new SeededRandom(1), meters);
    }
}
