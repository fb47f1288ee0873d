package io.thumbstream.launcher.bench.models;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.thumbstream.gateway.GatewayService;
import io.thumbstream.generator.GeneratorService;
import io.thumbstream.launcher.bench.ingest.IngestSite;
import io.thumbstream.launcher.bench.ingest.Waiting;
import io.thumbstream.launcher.up.Groundwork;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.runtime.service.ServiceContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Broker, registry, generator and gateway with the shipped model and the shipped settings; nobody learns. */
final class ServingSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);
    /** A generator that has had nothing to do for so long has handed out what it had. */
    private static final Duration QUIET = Duration.ofMillis(50);

    private static final double NOBODY = 0;

    private final ThumbstreamSettings settings;
    private final KafkaSettings kafka;
    private final Path model;
    private final URI gateway;
    private final MeterRegistry meters;
    private final Deque<Runnable> open;

    private ServingSite(
            IngestSite site, Path model, GatewayService gateway, MeterRegistry meters, Deque<Runnable> open) {
        this.settings = site.settings();
        this.kafka = site.kafka();
        this.model = model;
        this.gateway = site.address(gateway);
        this.meters = meters;
        this.open = open;
    }

    /**
     * Starts all of it and returns when requests may come.
     *
     * @param home directory that is new
     */
    static ServingSite open(Path home, long seed) {
        Groundwork.engine();
        Deque<Runnable> open = new ArrayDeque<>();
        try {
            ThumbstreamSettings shipped = ThumbstreamSettings.defaults().at(home.toString(), seed);
            IngestSite site = IngestSite.open(shipped, home, List.of());
            open.push(site::close);
            Groundwork groundwork = new Groundwork(site.settings());
            Path model = groundwork.baseModel(home);
            groundwork.announce(site.kafka(), model);
            ServiceContext context = site.context();
            GeneratorService generator = new GeneratorService(site.settings().generator(), context);
            open.push(generator::close);
            generator.start();
            Waiting.ready(generator);
            GatewayService gateway = site.gateway();
            open.push(gateway::close);
            return new ServingSite(site, model, gateway, context.meters(), open);
        } catch (RuntimeException | Error failed) {
            open.forEach(Runnable::run);
            throw failed;
        }
    }

    ThumbstreamSettings settings() {
        return settings;
    }

    KafkaSettings kafka() {
        return kafka;
    }

    /** Directory of version 0 of the policy. */
    Path model() {
        return model;
    }

    URI gateway() {
        return gateway;
    }

    /**
     * Waits until the sampler holds {@code version} for its next token.
     *
     * @throws TransientException when it does not within a minute
     */
    void awaitServed(long version) {
        await("version " + version, () -> gauge(MetricNames.POLICY_VERSION) >= version);
    }

    /**
     * Waits until nothing is being sampled.
     *
     * @throws TransientException when something still is after a minute
     */
    void awaitIdle() {
        do {
            await("the end of all answers", () -> gauge(MetricNames.GENERATOR_ACTIVE) == NOBODY);
            LockSupport.parkNanos(QUIET.toNanos());
        } while (gauge(MetricNames.GENERATOR_ACTIVE) != NOBODY);
    }

    private static void await(String what, BooleanSupplier reached) {
        long began = System.nanoTime();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new TransientException(what + " did not come within " + PATIENCE.toSeconds()
                        + " s; the log of the generator says why");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private double gauge(String name) {
        Gauge gauge = meters.find(name).gauge();
        return gauge == null ? -1 : gauge.value();
    }

    /** Ends gateway, generator, registry and broker, in this order. */
    @Override
    public void close() {
        open.forEach(Runnable::run);
    }
}
