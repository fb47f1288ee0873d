package io.thumbstream.launcher.bench.ingest;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.gateway.GatewayService;
import io.thumbstream.launcher.bench.ingest.wire.RecordWriter;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.launcher.up.Groundwork;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.reward.RewardService;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.Service;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker, a registry and all topics in a directory of one part's own, and the services that are started over them. */
public final class IngestSite implements AutoCloseable {
    private static final Duration TOPICS_WITHIN = Duration.ofSeconds(60);
    private static final short ONE_REPLICA = 1;

    private final ThumbstreamSettings settings;
    private final Path home;
    private final EmbeddedKafka broker;
    private final EmbeddedRegistry registry;
    private final KafkaSettings kafka;

    private IngestSite(ThumbstreamSettings settings, Path home, EmbeddedKafka broker, EmbeddedRegistry registry) {
        this.settings = settings;
        this.home = home;
        this.broker = broker;
        this.registry = registry;
        this.kafka = settings.sealedKafka().at(broker.bootstrapServers(), registry.url());
    }

    /**
     * Starts broker and registry.
     *
     * @param home directory that is new
     * @param changes settings that this part needs otherwise, {@code key=value}
     */
    public static IngestSite open(ThumbstreamSettings base, Path home, List<String> changes) {
        ThumbstreamSettings settings = changed(base.apart(home.toString(), base.seed()), changes);
        EmbeddedKafka broker = EmbeddedKafka.start(home.resolve("kafka"));
        try {
            Groundwork groundwork = new Groundwork(settings);
            groundwork.topics(broker.bootstrapServers());
            EmbeddedRegistry registry = EmbeddedRegistry.start(broker.bootstrapServers(), 0);
            try {
                IngestSite site = new IngestSite(settings, home, broker, registry);
                groundwork.schemas(site.kafka());
                return site;
            } catch (RuntimeException | Error failed) {
                registry.close();
                throw failed;
            }
        } catch (RuntimeException | Error failed) {
            broker.close();
            throw failed;
        }
    }

    private static ThumbstreamSettings changed(ThumbstreamSettings base, List<String> changes) {
        return ConfigLoader.load(ThumbstreamSettings.class, base, new ConfigSources(List.of(), Map.of(), changes))
                .value();
    }

    /** Settings of this part. */
    public ThumbstreamSettings settings() {
        return settings;
    }

    /** Directory of this part. */
    Path home() {
        return home;
    }

    /** How to reach broker and registry, with the keys of people. */
    public KafkaSettings kafka() {
        return kafka;
    }

    /** A gateway that is ready. */
    public GatewayService gateway() {
        GatewayService gateway = new GatewayService(settings.gateway(), context());
        return started(gateway);
    }

    /** Address of a gateway that was started here. */
    public URI address(GatewayService gateway) {
        return URI.create("http://" + settings.gateway().host() + ":" + gateway.port() + "/");
    }

    /** A reward service that is ready. */
    RewardService reward() {
        return started(new RewardService(settings.reward(), context()));
    }

    /** Settings of a reward service that is another application than the others. */
    RewardSettings rewardNamed(String application) {
        return changed(settings, List.of("reward.application-id=" + application))
                .reward();
    }

    private static <T extends Service> T started(T service) {
        try {
            service.start();
            Waiting.ready(service);
            return service;
        } catch (RuntimeException | Error failed) {
            service.close();
            throw failed;
        }
    }

    /** What a service is started with. */
    public ServiceContext context() {
        return new ServiceContext(
                kafka,
                home,
                Clock.systemUTC(),
                new SeededRandom(settings.seed()),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /** Creates further topics and waits until they serve requests. */
    void create(List<NewTopic> topics) {
        TopicProvisioner.provision(ClientSettings.admin(kafka, "bench-admin"), topics, TOPICS_WITHIN);
    }

    /** Writes the answers that votes will be about: of another system, asked for by nobody, so that everybody may vote. */
    void writeAnswers(long count) {
        try (RecordWriter writer = new RecordWriter(kafka)) {
            for (long i = 0; i < count; i++) {
                writer.answer(
                        VotePlan.group(i),
                        Optional.empty(),
                        true,
                        Clock.systemUTC().instant());
            }
            writer.settle();
        }
    }

    /** A topic like that of feedback under another name. */
    static NewTopic likeFeedback(String name) {
        return new NewTopic(name, Topics.DEFAULT_PARTITIONS, ONE_REPLICA).configs(Topics.FEEDBACK.configs());
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
