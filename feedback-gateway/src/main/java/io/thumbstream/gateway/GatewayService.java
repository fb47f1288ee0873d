package io.thumbstream.gateway;

import io.thumbstream.gateway.http.GatewayMeters;
import io.thumbstream.gateway.http.GatewayServer;
import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.wire.BrokerClock;
import io.thumbstream.gateway.wire.ChunkSink;
import io.thumbstream.gateway.wire.KafkaEventLog;
import io.thumbstream.gateway.wire.OwnVotes;
import io.thumbstream.gateway.wire.RunSink;
import io.thumbstream.gateway.wire.StartAt;
import io.thumbstream.gateway.wire.TopicTail;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.Service;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feedback gateway: people and applications on one side, events on the other.
 *
 * <p>Ready when brokers and registry have answered and the chunks of answers are being read; before that it listens, shows
 * its page, and answers requests with what is missing.
 */
public final class GatewayService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayService.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CHECK = Duration.ofMillis(50);
    private static final Duration RECENT_WITHIN = Duration.ofSeconds(2);
    private static final int GROUP_NAME_BYTES = 17;
    private static final int SEED_BITS = 53;
    /** The page and the lives of votes can wait for 50 ms; else every vote that is stored would be fetched by itself. */
    private static final Map<String, Object> FEW_FETCHES =
            Map.of("fetch.min.bytes", "100000", "fetch.max.wait.ms", "50");

    private final GatewaySettings settings;
    private final Vertx vertx;
    private final Producer<byte[], byte[]> producer;
    private final KafkaEventLog log;
    private final GatewayServer server;
    private final TopicTail chunks;
    private final TopicTail run;
    private final Thread warmUp;
    private volatile boolean closing;

    /** A gateway that is not started yet; connects to nothing. */
    public GatewayService(GatewaySettings settings, ServiceContext context) {
        this.settings = settings;
        KafkaSettings kafka = context.kafka();
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        this.producer = producer(settings, kafka);
        OwnVotes own = new OwnVotes();
        this.log = new KafkaEventLog(producer, serdes, settings.limits().queued(), own);
        Identities identities = new Identities(secret(settings, context), GatewayService::randomBytes);
        BrokerClock clock = new BrokerClock(context.clock(), System::nanoTime);
        this.server = new GatewayServer(
                settings,
                log,
                identities,
                new GatewayMeters(context.meters()),
                clock,
                seeds(context.random().child("gateway-seeds")));
        DeadLetters deadLetters = new DeadLetters(producer, context.meters());
        this.chunks = new TopicTail(
                "gateway-chunks",
                reader(kafka, "gateway-chunks", Map.of()),
                Map.of(Topics.ROLLOUT_CHUNKS.name(), StartAt.END),
                new ChunkSink(serdes, deadLetters, server::deliver));
        this.run = new TopicTail(
                "gateway-run",
                reader(kafka, "gateway-run", FEW_FETCHES),
                RunSink.TOPICS,
                clock.watching(new RunSink(serdes, own, server::observe)));
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        this.warmUp = new Thread(this::warmUp, "gateway-warm-up");
        warmUp.setDaemon(true);
    }

    @Override
    public String name() {
        return "gateway";
    }

    /**
     * Listens, then reaches for brokers and registry in the background.
     *
     * @throws ConfigException when the port cannot be bound
     */
    @Override
    public void start() {
        try {
            String unused = vertx.deployVerticle(server)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new ConfigException("the gateway cannot listen on " + settings.host() + ":" + settings.port() + " ("
                    + Optional.ofNullable(e.getCause()).orElse(e).getMessage()
                    + "); stop what uses the port, or choose another one (gateway.port, 0 for any free one), or check"
                    + " the files of gateway.tls");
        }
        LOG.atInfo()
                .addKeyValue("url", settings.scheme() + "://" + settings.host() + ":" + port() + "/")
                .log("the gateway listens");
        settings.warnings().forEach(warning -> LOG.atWarn().log(warning));
        warmUp.start();
        chunks.start();
        run.start();
    }

    /** Port that was bound. */
    public int port() {
        return server.port();
    }

    @Override
    public boolean alive() {
        return chunks.isAlive() && run.isAlive();
    }

    @Override
    public boolean ready() {
        return !closing && log.isReady() && chunks.isReady();
    }

    @Override
    public Map<String, String> info() {
        return Map.of("http-port", Integer.toString(port()), "model", settings.policyName());
    }

    /** Refuses new work, lets answers under way finish within their time, then stores what waits and closes. */
    @Override
    public void close() {
        closing = true;
        server.refuseNewWork();
        awaitAnswers();
        chunks.close();
        run.close();
        log.close();
        await(vertx.close());
    }

    private void warmUp() {
        awaitRecent();
        while (!closing && !log.warmUp()) {
            LockSupport.parkNanos(RETRY.toNanos());
            awaitRecent();
        }
    }

    /**
     * Recent records tell the brokers' time and which ids were used, so nothing should be taken before they are read; where that is not
     * possible within two seconds, work begins without.
     */
    private void awaitRecent() {
        long rounds = RECENT_WITHIN.dividedBy(CHECK);
        for (long round = 0; round < rounds && !closing && !run.hasCaughtUp(); round++) {
            LockSupport.parkNanos(CHECK.toNanos());
        }
    }

    private void awaitAnswers() {
        if (port() == 0) {
            return;
        }
        long rounds = settings.timeouts().shutdown().dividedBy(CHECK);
        for (long round = 0; round < rounds; round++) {
            if (server.waiting().toCompletionStage().toCompletableFuture().join() == 0) {
                return;
            }
            LockSupport.parkNanos(CHECK.toNanos());
        }
        LOG.atWarn().log("answers were still under way when the gateway stopped");
    }

    private static void await(Future<?> future) {
        try {
            Object unused =
                    future.toCompletionStage().toCompletableFuture().get(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().setCause(e).log("the HTTP server did not close cleanly");
        }
    }

    private static GatewaySecret secret(GatewaySettings settings, ServiceContext context) {
        return settings.secret().isEmpty()
                ? GatewaySecret.inFile(context.dataDir().resolve("gateway").resolve("secret"))
                : GatewaySecret.of(settings.secret());
    }

    /** Seeds that every reader can hold, also one whose only numbers are doubles. */
    private static LongSupplier seeds(SeededRandom random) {
        return () -> random.nextLong() >>> (Long.SIZE - SEED_BITS);
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[GROUP_NAME_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static Producer<byte[], byte[]> producer(GatewaySettings settings, KafkaSettings kafka) {
        Map<String, Object> config = new HashMap<>(ClientSettings.producer(kafka, "gateway"));
        config.put("max.block.ms", Long.toString(settings.timeouts().maxBlock().toMillis()));
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Supplier<Consumer<byte[], byte[]>> reader(
            KafkaSettings kafka, String clientId, Map<String, Object> defaults) {
        Map<String, Object> config = new HashMap<>(defaults);
        config.putAll(ClientSettings.reader(kafka, clientId));
        return () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
