package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.launcher.bench.ingest.wire.PeerJoin;
import io.thumbstream.reward.RewardService;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.wire.StreamsProperties;
import io.thumbstream.schemas.Topics;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/**
 * One side of the comparison while it runs: Kafka Streams with the same settings on both sides.
 *
 * @param name application id, which the names of all its threads hold
 * @param ready whether it has all partitions
 * @param end ends it and leaves its group
 */
record Joining(String name, BooleanSupplier ready, Runnable end) implements AutoCloseable {
    private static final short ONE_REPLICA = 1;
    private static final Duration END_WITHIN = Duration.ofSeconds(20);

    /** Starts the joiner as it is delivered. */
    static Joining ours(IngestSite site, String name) {
        RewardSettings settings = site.rewardNamed(name);
        site.create(RewardService.internalTopics(settings, Topics.DEFAULT_PARTITIONS, ONE_REPLICA));
        RewardService service = new RewardService(settings, site.context());
        service.start();
        return new Joining(name, service::ready, service::close);
    }

    /** Starts Kafka's windowed left join. */
    static Joining peer(IngestSite site, String name) {
        RewardSettings settings = site.rewardNamed(name);
        KafkaStreams streams = new KafkaStreams(
                PeerJoin.build(
                        site.kafka(),
                        settings.joiner().windows().thumb(),
                        settings.joiner().lateness()),
                StreamsProperties.of(
                        site.kafka(), name, site.home().resolve(name), settings.threads(), settings.commitInterval()));
        streams.start();
        return new Joining(name, () -> streams.state() == KafkaStreams.State.RUNNING, () -> {
            boolean unused = streams.close(CloseOptions.timeout(END_WITHIN)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        });
    }

    @Override
    public void close() {
        end.run();
    }
}
