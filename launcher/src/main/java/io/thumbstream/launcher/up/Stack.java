package io.thumbstream.launcher.up;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.gateway.GatewayService;
import io.thumbstream.generator.GeneratorService;
import io.thumbstream.lab.drift.DriftService;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.launcher.up.wire.BaseAnnouncement;
import io.thumbstream.launcher.votes.RunningSystem;
import io.thumbstream.learner.LearnerService;
import io.thumbstream.reward.RewardService;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.AdminServer;
import io.thumbstream.runtime.service.Service;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.SchemaRegistration;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every service in one process, over the embedded or a given broker and registry.
 *
 * <p>Parts are closed in the opposite order of their start; closing is safe after a failed start.
 */
public final class Stack implements RunningSystem {
    private static final Logger LOG = LoggerFactory.getLogger(Stack.class);
    private static final Duration PROVISION_TIMEOUT = Duration.ofSeconds(30);
    private static final short ONE_REPLICA = 1;
    private static final Duration POLL = Duration.ofMillis(20);

    private final ThumbstreamSettings settings;
    private final Consumer<String> progress;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<Service> services = new ArrayList<>();
    private KafkaSettings kafka = KafkaSettings.defaults();
    private final PrometheusMeterRegistry generatorMeters = meters();

    private Stack(ThumbstreamSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Starts everything and returns when every service may receive work.
     *
     * @param progress told in a few words what is being started
     * @param readyWithin how long the services may take to become ready
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
        DataDirectory data = keep(DataDirectory.open(Path.of(settings.dataDir())));
        kafka = kafka(data.path());
        progress.accept("topics and schemas");
        TopicProvisioner.provision(ClientSettings.admin(kafka, "thumbstream-up"), topics(), PROVISION_TIMEOUT);
        registerSchemas(kafka);
        progress.accept("base model");
        Path base = BaseModel.install(data.path(), settings.gateway().modelName());
        BaseAnnouncement.announce(kafka, settings.gateway().policyName(), base, Clock.systemUTC());
        progress.accept("services");
        SeededRandom random = new SeededRandom(settings.seed());
        ThumbstreamSettings.Admin admin = settings.admin();
        serve(
                admin.generatorPort(),
                generatorMeters,
                meters -> new GeneratorService(settings.generator(), context(kafka, data, random, meters)));
        serve(
                admin.rewardPort(),
                meters(),
                meters -> new RewardService(settings.reward(), context(kafka, data, random, meters)));
        serve(
                admin.learnerPort(),
                meters(),
                meters -> new LearnerService(settings.learner(), context(kafka, data, random, meters)));
        serve(
                admin.gatewayPort(),
                meters(),
                meters -> new GatewayService(settings.gateway(), context(kafka, data, random, meters)));
        Service drift = keep(new DriftService(settings.drift(), context(kafka, data, random, meters())));
        drift.start();
        services.add(drift);
    }

    private List<NewTopic> topics() {
        List<NewTopic> topics = new ArrayList<>(Topics.newTopics(Topics.DEFAULT_PARTITIONS, ONE_REPLICA));
        topics.addAll(RewardService.internalTopics(settings.reward(), Topics.DEFAULT_PARTITIONS, ONE_REPLICA));
        return topics;
    }

    private static void registerSchemas(KafkaSettings kafka) {
        try (SchemaRegistration schemas = new SchemaRegistration(kafka.schemaRegistryUrl(), kafka.schemaRegistry())) {
            LOG.atInfo().addKeyValue("subjects", schemas.register().size()).log("schemas are registered");
        } catch (IOException e) {
            throw new TransientException("the schema registry was left uncleanly; start again", e);
        }
    }

    private KafkaSettings kafka(Path dataDir) {
        if (!settings.isEmbedded()) {
            return settings.kafka();
        }
        progress.accept("broker");
        EmbeddedKafka broker = keep(EmbeddedKafka.start(
                dataDir.resolve("kafka"), settings.embedded().brokerPort(), 0));
        progress.accept("schema registry");
        EmbeddedRegistry registry = keep(EmbeddedRegistry.start(
                broker.bootstrapServers(), settings.embedded().registryPort()));
        return settings.kafka().at(broker.bootstrapServers(), registry.url());
    }

    private static ServiceContext context(
            KafkaSettings kafka, DataDirectory data, SeededRandom random, PrometheusMeterRegistry meters) {
        return new ServiceContext(kafka, data.path(), Clock.systemUTC(), random, meters);
    }

    private void serve(int adminPort, PrometheusMeterRegistry meters, ServiceFactory factory) {
        Service service = keep(factory.create(meters));
        service.start();
        services.add(service);
        AdminServer unused = keep(new AdminServer(settings.admin().host(), adminPort, service, meters));
    }

    private void awaitReady(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Service service : services) {
            while (!service.ready()) {
                if (System.nanoTime() - deadline > 0 || !service.alive()) {
                    throw new TransientException(service.name() + " did not become ready within " + atMost.toSeconds()
                            + " s (" + service.info() + "); the log says why, see also its admin port");
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    @Override
    public URI gateway() {
        return services.stream()
                .filter(GatewayService.class::isInstance)
                .map(GatewayService.class::cast)
                .map(service -> URI.create("http://" + settings.gateway().host() + ":" + service.port() + "/"))
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

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.atWarn()
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .setCause(e)
                        .log("not closed cleanly");
            }
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static PrometheusMeterRegistry meters() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @FunctionalInterface
    private interface ServiceFactory {
        Service create(PrometheusMeterRegistry meters);
    }
}
