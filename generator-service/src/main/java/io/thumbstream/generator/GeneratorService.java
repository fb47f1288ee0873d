package io.thumbstream.generator;

import io.thumbstream.generator.explore.Explorer;
import io.thumbstream.generator.explore.Explorers;
import io.thumbstream.generator.policy.PolicyFollower;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import io.thumbstream.generator.schedule.Planner;
import io.thumbstream.generator.schedule.PromptRenderer;
import io.thumbstream.generator.wire.AnswerCodec;
import io.thumbstream.generator.wire.AnswerSink;
import io.thumbstream.generator.wire.Desk;
import io.thumbstream.generator.wire.GeneratorLoop;
import io.thumbstream.generator.wire.GeneratorMeters;
import io.thumbstream.generator.wire.Outbox;
import io.thumbstream.generator.wire.PolicyWatcher;
import io.thumbstream.generator.wire.PromptCodec;
import io.thumbstream.generator.wire.PromptIntake;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sampler;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.runtime.service.Service;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers prompts with the newest live policy.
 *
 * <p>Two threads: one follows the policy manifests and loads weights beside the served ones; the other reads prompts,
 * samples and writes. Prompts wait in their topic until a first policy is loaded.
 */
public final class GeneratorService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(GeneratorService.class);
    private static final String NAME = "generator";
    private static final String GROUP = "thumbstream-generator";
    private static final Duration FIRST_POLICY_POLL = Duration.ofMillis(50);

    private final GeneratorSettings settings;
    private final ServiceContext context;
    private final Explorer explorer;
    private final GeneratorMeters meters;
    private final Backend backend;
    private final PolicyFollower follower;
    private final LoopThread policyThread;
    private final LoopThread promptThread;
    private volatile @Nullable PromptIntake intake;
    private volatile int active;
    private volatile int interactiveWaiting;
    private volatile int backgroundWaiting;
    private volatile long sentAgain;

    /**
     * Checks the settings; nothing runs before {@link #start}.
     *
     * @throws io.thumbstream.runtime.error.ConfigException when the explorer is unknown or its settings are wrong
     */
    public GeneratorService(GeneratorSettings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.explorer = Explorers.CATALOG.create(settings.explorer());
        this.meters = new GeneratorMeters(context.meters());
        this.backend = settings.remote().server() == Server.NONE
                ? new LocalBackend(settings, context.clock())
                : new RemoteBackend(settings, explorer, context.clock());
        this.follower = backend.follower();
        this.policyThread = new LoopThread("generator-policy", context.clock(), this::followPolicies);
        this.promptThread = new LoopThread("generator-prompts", context.clock(), this::answerPrompts);
        registerGauges();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        policyThread.start();
        promptThread.start();
        LOG.atInfo().addKeyValue("model", settings.policyKey()).log("generator started; waits for a live policy");
    }

    @Override
    public boolean alive() {
        return policyThread.alive() && promptThread.alive();
    }

    @Override
    public boolean ready() {
        PromptIntake reading = intake;
        return alive() && backend.version().isPresent() && reading != null && reading.assigned();
    }

    @Override
    public Map<String, String> info() {
        Map<String, String> info = new LinkedHashMap<>();
        info.put("model", settings.policyKey());
        info.put("policy-version", backend.version().map(String::valueOf).orElse("none"));
        info.put("policy-directory", follower.directory().map(Path::toString).orElse("none"));
        info.put("policy-problem", follower.problem().orElse("none"));
        info.put("explorer", settings.explorer().name());
        info.put("inference-server", server());
        info.put("answers-active", String.valueOf(active));
        info.put("answers-waiting", String.valueOf(interactiveWaiting + backgroundWaiting));
        return info;
    }

    @Override
    public void close() {
        promptThread.stop(settings.shutdownBudget());
        policyThread.stop(settings.shutdownBudget());
        backend.close();
    }

    private String server() {
        return settings.remote().server() == Server.NONE
                ? "none"
                : settings.remote().server().name().toLowerCase(Locale.ROOT) + " at "
                        + settings.remote().baseUrl();
    }

    private void followPolicies(LoopThread self) {
        backend.prepareThread();
        KafkaSettings kafka = context.kafka();
        try (Consumer<byte[], byte[]> consumer = consumer(ClientSettings.reader(kafka, "generator-policy"));
                var decoder = serdes().decoder(Topics.POLICY_VERSIONS)) {
            PolicyWatcher watcher =
                    new PolicyWatcher(consumer, decoder, follower, settings.policyKey(), meters, context.clock());
            watcher.start();
            while (!self.stopping()) {
                self.beat();
                watcher.turn();
            }
        }
    }

    private void answerPrompts(LoopThread self) throws Exception {
        backend.prepareThread();
        Optional<Path> first = awaitFirstPolicy(self);
        if (first.isEmpty()) {
            return;
        }
        KafkaSettings kafka = context.kafka();
        try (Backend.Seat seat = backend.open(first.get());
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        ClientSettings.producer(kafka, NAME), new ByteArraySerializer(), new ByteArraySerializer());
                Consumer<byte[], byte[]> consumer = consumer(ClientSettings.consumer(kafka, GROUP, NAME))) {
            run(self, seat, producer, consumer);
        } finally {
            intake = null;
        }
    }

    private void run(
            LoopThread self, Backend.Seat seat, Producer<byte[], byte[]> producer, Consumer<byte[], byte[]> consumer) {
        AvroSerdes serdes = serdes();
        Outbox outbox = new Outbox(producer, context.clock());
        try (var decoder = serdes.decoder(Topics.PROMPTS);
                var rollouts = serdes.serializer(Topics.ROLLOUTS);
                var chunks = serdes.serializer(Topics.ROLLOUT_CHUNKS)) {
            PromptIntake reading = new PromptIntake(
                    consumer, new DeadLetters(producer, context.meters()), context.clock(), settings.commitInterval());
            Desk desk = new Desk(
                    new AnswerSink(outbox, rollouts, chunks),
                    new AnswerCodec(settings.policyKey(), seat.tokenizer()),
                    reading,
                    meters,
                    context.clock(),
                    settings.chunkInterval(),
                    () -> backend.version().orElse(0L),
                    seat.reference());
            GeneratorLoop loop = new GeneratorLoop(
                    desk,
                    outbox,
                    decoder,
                    new PromptCodec(settings.maxGroupSize(), settings.maxTokens()),
                    planner(seat),
                    seat.sampler(),
                    settings.maxInteractiveWaiting());
            reading.start(loop::lost);
            intake = reading;
            turnUntilStopped(self, loop, seat.sampler(), outbox);
        }
    }

    private void turnUntilStopped(LoopThread self, GeneratorLoop loop, Sampler sampler, Outbox outbox) {
        try {
            while (!self.stopping()) {
                self.beat();
                loop.turn();
                active = sampler.active();
                interactiveWaiting = sampler.waiting(Priority.INTERACTIVE);
                backgroundWaiting = sampler.waiting(Priority.BACKGROUND);
                sentAgain = outbox.retries();
            }
            Instant deadline =
                    context.clock().instant().plus(settings.shutdownBudget().dividedBy(2));
            while (loop.busy() && context.clock().instant().isBefore(deadline)) {
                loop.windDown();
            }
        } finally {
            loop.handBackAll();
        }
    }

    private Planner planner(Backend.Seat seat) {
        PromptRenderer renderer = new PromptRenderer(seat.format(), seat.context(), settings.answerRoom());
        return new Planner(
                explorer,
                renderer,
                context.random().child(NAME),
                settings.maxBackgroundWaiting(),
                settings.startAnswers().perGroup());
    }

    /** Directory of the first policy; empty when stopped before one came. */
    private Optional<Path> awaitFirstPolicy(LoopThread self) throws InterruptedException {
        while (follower.directory().isEmpty() && !self.awaitStop(FIRST_POLICY_POLL)) {
            self.beat();
        }
        return self.stopping() ? Optional.empty() : follower.directory();
    }

    private void registerGauges() {
        meters.gauge(MetricNames.POLICY_VERSION, () -> backend.version().orElse(-1L));
        meters.gauge(MetricNames.GENERATOR_ACTIVE, () -> active);
        meters.gauge(MetricNames.GENERATOR_WAITING, () -> interactiveWaiting, "lane", "interactive");
        meters.gauge(MetricNames.GENERATOR_WAITING, () -> backgroundWaiting, "lane", "background");
        meters.gauge(MetricNames.GENERATOR_SENT_AGAIN, () -> sentAgain);
    }

    private AvroSerdes serdes() {
        KafkaSettings kafka = context.kafka();
        return new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
