package io.thumbstream.launcher.up;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.gateway.GatewayService;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.launcher.votes.RunningSystem;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.runtime.service.Service;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Every service in one process, over the embedded or a given broker and registry.
 *
 * <p>What does not need each other starts side by side. Parts are closed in one order however they came up: services before
 * the registry and the broker they use. Closing is safe after a failed start.
 */
public final class Stack implements RunningSystem {
    /** Sampler, scorer and two learners share the machine: one each, so that sums round alike on every machine. */
    public static final int NATIVE_THREADS = 1;

    private static final Duration POLL = Duration.ofMillis(20);

    private final ThumbstreamSettings settings;
    private final Consumer<String> progress;
    private final Parts parts = new Parts();
    private final List<Service> services = new CopyOnWriteArrayList<>();
    private volatile KafkaSettings kafka = KafkaSettings.defaults();
    private final PrometheusMeterRegistry generatorMeters = meters();

    private Stack(ThumbstreamSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Starts everything and returns when every service may receive work.
     *
     * @param progress told in a few words what is being started
     * @param readyWithin how long a service that is not ready yet may stand still
     * @throws TransientException when one does not become ready in time
     */
    public static Stack start(ThumbstreamSettings settings, Consumer<String> progress, Duration readyWithin) {
        Stack stack = new Stack(settings, progress);
        try {
            stack.startAll();
            stack.awaitReady(readyWithin);
            return stack;
        } catch (RuntimeException | Error failed) {
            stack.close();
            throw failed;
        }
    }

    private void startAll() {
        DataDirectory data = parts.keep(DataDirectory.open(Path.of(settings.dataDir())));
        WantedPorts.check(settings);
        Groundwork groundwork = new Groundwork(settings);
        try (Crew crew = new Crew()) {
            CompletableFuture<Path> model = crew.begin(() -> baseModel(groundwork, data.path()));
            String brokers = brokers(data.path());
            CompletableFuture<Void> topics = crew.begin(() -> groundwork.topics(brokers));
            kafka = settings.sealedKafka().at(brokers, registry(brokers));
            progress.accept("topics and schemas");
            groundwork.schemas(kafka);
            Crew.all(List.of(topics));
            progress.accept("base model");
            Path base = Crew.result(model);
            progress.accept(ComputeWords.now(ComputeWords.Chosen.of(settings)));
            progress.accept("services");
            List<CompletableFuture<Void>> starting = new ArrayList<>();
            starting.add(crew.begin(() -> groundwork.announce(kafka, base)));
            Services starter = new Services(settings, kafka, data.path());
            for (Services.Kind kind : Services.Kind.values()) {
                Parts own = parts.nested();
                starting.add(crew.begin(() -> begin(own, starter, kind)));
            }
            Crew.all(starting);
        }
    }

    private static Path baseModel(Groundwork groundwork, Path dataDir) {
        Path base = groundwork.baseModel(dataDir);
        Groundwork.engine();
        return base;
    }

    private String brokers(Path dataDir) {
        if (!settings.isEmbedded()) {
            return settings.kafka().bootstrapServers();
        }
        progress.accept("broker");
        Path directory = dataDir.resolve("kafka");
        return parts.keep(EmbeddedKafka.start(directory, settings.embedded().brokerPort(), 0))
                .bootstrapServers();
    }

    private String registry(String brokers) {
        if (!settings.isEmbedded()) {
            return settings.kafka().schemaRegistryUrl();
        }
        progress.accept("schema registry");
        return parts.keep(EmbeddedRegistry.start(brokers, settings.embedded().registryPort()))
                .url();
    }

    private void begin(Parts own, Services starter, Services.Kind kind) {
        PrometheusMeterRegistry meters = kind == Services.Kind.GENERATOR ? generatorMeters : meters();
        services.add(own.keep(starter.start(kind, meters)).service());
    }

    /** A learner that applies its log again may take long; it is waited for as long as it gets on. */
    private void awaitReady(Duration atMost) {
        for (Service service : services) {
            Patience patience = new Patience(atMost);
            while (!service.ready()) {
                if (!service.alive()) {
                    throw new FatalException(service.name() + " cannot go on (" + service.info()
                            + "); the log says why and what can be done");
                }
                if (!patience.lasts(service.info(), System.nanoTime())) {
                    throw new TransientException(service.name() + " is not ready and did not get on within "
                            + atMost.toSeconds() + " s (" + service.info()
                            + "); the log says why, see also its admin port");
                }
                patience.news(System.nanoTime()).ifPresent(news -> progress.accept(service.name() + ": " + news));
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    @Override
    public URI gateway() {
        return services.stream()
                .filter(GatewayService.class::isInstance)
                .map(GatewayService.class::cast)
                .map(service -> URI.create(
                        settings.gateway().scheme() + "://" + settings.gateway().host() + ":" + service.port() + "/"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the gateway was not started"));
    }

    @Override
    public KafkaSettings kafka() {
        return kafka;
    }

    /** Whether every service is alive; false asks for the end of the process. */
    public boolean alive() {
        return services.stream().allMatch(Service::alive);
    }

    /** Answers finished by the generator since this process began, displayed and background. */
    public long rollouts() {
        return (long) generatorMeters.find(MetricNames.ROLLOUTS).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Version of the policy that the generator samples from; -1 before the first. */
    public long policyServed() {
        Gauge gauge = generatorMeters.find(MetricNames.POLICY_VERSION).gauge();
        return gauge == null ? -1 : (long) gauge.value();
    }

    @Override
    public void close() {
        parts.close();
    }

    private static PrometheusMeterRegistry meters() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }
}
