package io.thumbstream.launcher.serve;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.launcher.up.Groundwork;
import io.thumbstream.launcher.up.Services;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Starts one part. The broker creates the topics, the registry registers the schemas, and the learner puts the shipped policy in
 * place, so that each finds what it needs once those before it are there.
 */
final class PartStarter {
    private static final int ANY_PORT = 0;

    private final ThumbstreamSettings settings;
    private final Path dataDir;
    private final Clock clock;
    private final Groundwork groundwork;

    /** @param clock time of day of the services */
    PartStarter(ThumbstreamSettings settings, Path dataDir, Clock clock) {
        this.settings = settings;
        this.dataDir = dataDir;
        this.clock = clock;
        this.groundwork = new Groundwork(settings);
    }

    /**
     * Starts {@code part}; nothing of it is left when that fails.
     *
     * @throws ConfigException when the settings do not say where its brokers and registry are, or a port is taken
     */
    Served start(ServedPart part) {
        return switch (part) {
            case BROKER -> broker();
            case REGISTRY -> registry();
            case LEARNER -> learner();
            case GENERATOR -> calculating(Services.Kind.GENERATOR);
            case REWARD -> calculating(Services.Kind.REWARD);
            case GATEWAY -> service(Services.Kind.GATEWAY);
            case DRIFT -> service(Services.Kind.DRIFT);
        };
    }

    private Served broker() {
        EmbeddedKafka broker = EmbeddedKafka.start(
                dataDir.resolve("kafka"), settings.embedded().brokerPort(), ANY_PORT);
        try {
            groundwork.topics(broker.bootstrapServers());
        } catch (RuntimeException | Error failed) {
            broker.close();
            throw failed;
        }
        return new Served("at " + broker.bootstrapServers(), () -> true, () -> true, broker::close);
    }

    private Served registry() {
        KafkaSettings kafka = brokers();
        EmbeddedRegistry registry = EmbeddedRegistry.start(
                kafka.bootstrapServers(), settings.embedded().registryPort());
        try {
            groundwork.schemas(kafka.at(kafka.bootstrapServers(), registry.url()));
        } catch (RuntimeException | Error failed) {
            registry.close();
            throw failed;
        }
        return new Served("at " + registry.url(), () -> true, () -> true, registry::close);
    }

    private Served learner() {
        groundwork.announce(brokers(), groundwork.baseModel(dataDir));
        return calculating(Services.Kind.LEARNER);
    }

    private Served calculating(Services.Kind kind) {
        Groundwork.engine();
        return service(kind);
    }

    private Served service(Services.Kind kind) {
        Services.Running running = new Services(settings, brokers(), dataDir, clock)
                .start(kind, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        String where = running.admin()
                .map(admin -> "with its admin port at " + settings.admin().host() + ":" + admin.port())
                .orElse("without an admin port");
        return new Served(where, running.service()::ready, running.service()::alive, running::close);
    }

    private KafkaSettings brokers() {
        if (settings.isEmbedded()) {
            throw new ConfigException("a part of its own needs brokers and a registry that are there; name them with"
                    + " --set kafka.bootstrap-servers=HOST:PORT --set kafka.schema-registry-url=URL");
        }
        return settings.sealedKafka();
    }
}
