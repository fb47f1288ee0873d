package io.thumbstream.launcher.up;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.gateway.GatewayService;
import io.thumbstream.gateway.TlsSettings;
import io.thumbstream.generator.GeneratorService;
import io.thumbstream.lab.drift.DriftService;
import io.thumbstream.learner.LearnerService;
import io.thumbstream.reward.RewardService;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.AdminServer;
import io.thumbstream.runtime.service.PemTls;
import io.thumbstream.runtime.service.Service;
import io.thumbstream.runtime.service.ServiceContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;

/** Starts the services of a pipeline, each with its admin port, over brokers and a registry that are there. */
public final class Services {
    private final ThumbstreamSettings settings;
    private final KafkaSettings kafka;
    private final Path dataDir;
    private final Clock clock;

    /** The services in the order of their start, which is opposite to that of their end. */
    public enum Kind {
        GENERATOR,
        REWARD,
        LEARNER,
        GATEWAY,
        DRIFT
    }

    /**
     * A service that was started.
     *
     * @param service the service
     * @param admin its port for operators; the drift monitors have none
     */
    public record Running(Service service, Optional<AdminServer> admin) implements AutoCloseable {
        @Override
        public void close() {
            admin.ifPresent(AdminServer::close);
            service.close();
        }
    }

    /** Services of these settings that reach brokers and registry as {@code kafka} says and have the clock of the machine. */
    public Services(ThumbstreamSettings settings, KafkaSettings kafka, Path dataDir) {
        this(settings, kafka, dataDir, Clock.systemUTC());
    }

    /** The same with another time of day. */
    public Services(ThumbstreamSettings settings, KafkaSettings kafka, Path dataDir, Clock clock) {
        this.settings = settings;
        this.kafka = kafka;
        this.dataDir = dataDir;
        this.clock = clock;
    }

    /** Starts one of them; nothing of it is left when that fails. */
    public Running start(Kind kind, PrometheusMeterRegistry meters) {
        SeededRandom random = new SeededRandom(settings.seed());
        Service service = create(kind, new ServiceContext(kafka, dataDir, clock, random, meters));
        try {
            service.start();
            return new Running(service, admin(kind, service, meters));
        } catch (RuntimeException | Error failed) {
            service.close();
            throw failed;
        }
    }

    private Service create(Kind kind, ServiceContext context) {
        return switch (kind) {
            case GENERATOR -> new GeneratorService(settings.generator(), context);
            case REWARD -> new RewardService(settings.reward(), context);
            case LEARNER -> new LearnerService(settings.learner(), context);
            case GATEWAY -> new GatewayService(settings.gateway(), context);
            case DRIFT -> new DriftService(settings.drift(), context);
        };
    }

    private Optional<AdminServer> admin(Kind kind, Service service, PrometheusMeterRegistry meters) {
        ThumbstreamSettings.Admin ports = settings.admin();
        OptionalInt port =
                switch (kind) {
                    case GENERATOR -> OptionalInt.of(ports.generatorPort());
                    case REWARD -> OptionalInt.of(ports.rewardPort());
                    case LEARNER -> OptionalInt.of(ports.learnerPort());
                    case GATEWAY -> OptionalInt.of(ports.gatewayPort());
                    case DRIFT -> OptionalInt.empty();
                };
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of(new AdminServer(ports.host(), port.getAsInt(), tls(ports.tls()), service, meters));
    }

    private static Optional<SSLContext> tls(TlsSettings tls) {
        return tls.isOn()
                ? Optional.of(PemTls.server(Path.of(tls.certificateFile()), Path.of(tls.keyFile())))
                : Optional.empty();
    }
}
