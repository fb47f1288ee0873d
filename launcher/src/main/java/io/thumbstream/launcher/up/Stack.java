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
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.NewTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every service in one process, over the embedded or a given broker and registry.
 *
 * <p>What does not need each other starts side by side. Parts are closed in one order however they came up: services before
 * the registry and the broker they use. Closing is safe after a failed start.
 */
public final class Stack implements RunningSystem {
    private static final Logger LOG = LoggerFactory.getLogger(Stack.class);
    private static final Duration PROVISION_TIMEOUT = Duration.ofSeconds(30);
    private static final short ONE_REPLICA = 1;
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
        DataDirectory data = parts.keep(DataDirectory.open(Path.of(settings.dataDir())));
        WantedPorts.check(settings);
        try (Crew crew = new Crew()) {
            CompletableFuture<Path> model = crew.begin(() -> baseModel(data.path()));
            String brokers = brokers(data.path());
            CompletableFuture<Void> topics = crew.begin(() -> provision(brokers));
            kafka = settings.kafka().at(brokers, registry(brokers));
            progress.accept("topics and schemas");
            registerSchemas(kafka);
            Crew.all(List.of(topics));
            progress.accept("base model");
            Path base = Crew.result(model);
            progress.accept("services");
            List<CompletableFuture<Void>> starting = new ArrayList<>();
            starting.add(crew.begin(
                    () -> BaseAnnouncement.announce(kafka, settings.gateway().policyName(), base, Clock.systemUTC())));
            factories(data.path()).forEach(start -> {
                Parts own = parts.nested();
                starting.add(crew.begin(() -> start.accept(own)));
            });
            Crew.all(starting);
        }
    }

    /** Puts the shipped policy in place and loads PyTorch, which takes as long as the start of a broker. */
    private Path baseModel(Path dataDir) {
        Path base = BaseModel.install(dataDir, settings.gateway().modelName());
        Grad.prepareThread();
        NativeThreads.use(NATIVE_THREADS);
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

    private void provision(String brokers) {
        KafkaSettings reached = settings.kafka().at(brokers, settings.kafka().schemaRegistryUrl());
        TopicProvisioner.provision(ClientSettings.admin(reached, "thumbstream-up"), topics(), PROVISION_TIMEOUT);
    }

    /** What starts each service, in the order opposite to that of their end. */
    private List<Consumer<Parts>> factories(Path dataDir) {
        SeededRandom random = new SeededRandom(settings.seed());
        Function<PrometheusMeterRegistry, ServiceContext> context =
                meters -> new ServiceContext(kafka, dataDir, Clock.systemUTC(), random, meters);
        ThumbstreamSettings.Admin admin = settings.admin();
        return List.of(
                own -> serve(
                        own,
                        admin.generatorPort(),
                        generatorMeters,
                        meters -> new GeneratorService(settings.generator(), context.apply(meters))),
                own -> serve(
                        own,
                        admin.rewardPort(),
                        meters(),
                        meters -> new RewardService(settings.reward(), context.apply(meters))),
                own -> serve(
                        own,
                        admin.learnerPort(),
                        meters(),
                        meters -> new LearnerService(settings.learner(), context.apply(meters))),
                own -> serve(
                        own,
                        admin.gatewayPort(),
                        meters(),
                        meters -> new GatewayService(settings.gateway(), context.apply(meters))),
                own -> begin(own, new DriftService(settings.drift(), context.apply(meters()))));
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

    private void serve(Parts own, int adminPort, PrometheusMeterRegistry meters, ServiceFactory factory) {
        Service service = factory.create(meters);
        begin(own, service);
        AdminServer unused = own.keep(new AdminServer(settings.admin().host(), adminPort, service, meters));
    }

    private void begin(Parts own, Service service) {
        own.keep(service).start();
        services.add(service);
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
        parts.close();
    }

    private static PrometheusMeterRegistry meters() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @FunctionalInterface
    private interface ServiceFactory {
        Service create(PrometheusMeterRegistry meters);
    }
}
