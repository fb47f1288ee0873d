package io.thumbstream.reward;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.thumbstream.reward.head.ScorerHolder;
import io.thumbstream.reward.wire.BrokerTime;
import io.thumbstream.reward.wire.JoinerFactory;
import io.thumbstream.reward.wire.JoinerMeters;
import io.thumbstream.reward.wire.RewardModelLoader;
import io.thumbstream.reward.wire.RewardTopology;
import io.thumbstream.reward.wire.RewardVersionWatcher;
import io.thumbstream.reward.wire.StampWatch;
import io.thumbstream.reward.wire.StreamsFailures;
import io.thumbstream.reward.wire.StreamsProperties;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.runtime.service.Service;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rollouts and feedback to labels and experience: Kafka Streams around the joiner, and a watcher that keeps the reward
 * model current.
 *
 * <p>Alive unless the streams client has failed for good; ready while it runs. Rebalancing and restoring are alive but not
 * ready.
 */
public final class RewardService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(RewardService.class);
    private static final double NO_VERSION = -1;

    private final RewardSettings settings;
    private final ScorerHolder scorer = new ScorerHolder();
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics streamsMetrics;
    private final RewardVersionWatcher watcher;

    /** Reads published reward models with the loader of the model module. */
    public RewardService(RewardSettings settings, ServiceContext context) {
        this(settings, context, RewardModels.loader());
    }

    /** Reads published reward models with another loader. */
    public RewardService(RewardSettings settings, ServiceContext context, RewardModelLoader loader) {
        this.settings = settings;
        ConfiguredChain chain = new ConfiguredChain(settings);
        AvroSerdes serdes = new AvroSerdes(
                context.kafka().schemaRegistryUrl(), context.kafka().schemaRegistry());
        BrokerTime time = new BrokerTime(context.clock());
        JoinerFactory factory = new JoinerFactory(
                settings.joiner(),
                settings.pace(),
                chain.interpreters(),
                chain.pipeline(),
                scorer,
                new JoinerMeters(context.meters()),
                time,
                System::nanoTime);
        this.streams = new KafkaStreams(RewardTopology.build(factory, serdes), properties(settings, context, time));
        streams.setUncaughtExceptionHandler(new StreamsFailures());
        streams.setStateListener((now, before) ->
                LOG.atInfo().addKeyValue("from", before).addKeyValue("to", now).log("reward service state"));
        this.streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(context.meters());
        this.watcher = new RewardVersionWatcher(
                settings.publishedName(),
                () -> new KafkaConsumer<>(
                        ClientSettings.reader(context.kafka(), settings.applicationId() + "-versions"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                serdes.decoder(Topics.REWARD_VERSIONS),
                loader,
                scorer);
        Gauge.builder(MetricNames.REWARD_VERSION, scorer, RewardService::versionOf)
                .register(context.meters());
        Gauge.builder(MetricNames.CLOCK_BEHIND, time, BrokerTime::behindSeconds).register(context.meters());
    }

    private static Properties properties(RewardSettings settings, ServiceContext context, BrokerTime time) {
        Properties properties = StreamsProperties.of(
                context.kafka(),
                settings.applicationId(),
                context.dataDir().resolve("reward-state"),
                settings.threads(),
                settings.commitInterval());
        StampWatch.watch(properties, time);
        return properties;
    }

    /** Topics that the service needs beside {@link Topics#newTopics(int, short)}; create both before it starts. */
    public static List<NewTopic> internalTopics(RewardSettings settings, int groupPartitions, short replication) {
        return RewardTopology.internalTopics(settings.applicationId(), groupPartitions, replication);
    }

    private static double versionOf(ScorerHolder holder) {
        return holder.version().isPresent() ? holder.version().getAsLong() : NO_VERSION;
    }

    @Override
    public String name() {
        return "reward";
    }

    @Override
    public void start() {
        watcher.start();
        streams.start();
    }

    @Override
    public boolean alive() {
        return streams.state() != KafkaStreams.State.ERROR
                && streams.state() != KafkaStreams.State.PENDING_ERROR
                && watcher.alive();
    }

    @Override
    public boolean ready() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public Map<String, String> info() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("state", streams.state().name());
        facts.put("reward-model", settings.publishedName());
        facts.put("reward-version", Long.toString((long) versionOf(scorer)));
        return facts;
    }

    /** Leaves the consumer group, so that a restart need not wait for the session to time out. */
    @Override
    public void close() {
        boolean stopped = streams.close(CloseOptions.timeout(settings.shutdown())
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (!stopped) {
            LOG.atWarn().addKeyValue("budget", settings.shutdown()).log("reward service did not stop in time");
        }
        watcher.close();
        streamsMetrics.close();
        scorer.close();
    }
}
