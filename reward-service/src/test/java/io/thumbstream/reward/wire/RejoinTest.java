package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static io.thumbstream.reward.wire.WireRecords.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.Rollout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: what the service made of a stream comes out again, field by field, whatever the arrival order; a change shows. */
class RejoinTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<ConsumerRecord<byte[], byte[]>> inputs = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final List<Experience> experience = new ArrayList<>();
    private final Path stateDir;

    RejoinTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @Test
    void shouldGiveWhatTheServiceGaveWhateverTheArrivalOrder() {
        record("rejoin-orders");
        assertThat(labels).hasSizeGreaterThan(20);
        assertThat(experience)
                .anySatisfy(group -> assertThat(group.getRevision()).isGreaterThan(1))
                .anySatisfy(group -> assertThat(group.getRewardVersion()).isEqualTo(-1))
                .anySatisfy(group -> assertThat(group.getRewardVersion()).isEqualTo(7))
                .anySatisfy(group -> assertThat(group.getRewardVersion()).isEqualTo(8))
                .anySatisfy(group -> assertThat(group.getLabelState()).isEqualTo(Observation.CENSORED));

        Rejoin rejoin = rejoin("rejoin-orders");
        for (long seed = 0; seed < 20; seed++) {
            Rejoin.Joined joined = rejoin.run(seed, last());
            assertThat(joined.labels()).as("seed " + seed).isEqualTo(labels);
            assertThat(joined.experience()).as("seed " + seed).isEqualTo(experience);
        }
    }

    @Test
    void shouldComeToAnotherResultWhenAVoteIsMissing() {
        record("rejoin-missing");
        inputs.removeIf(record -> record.topic().equals(Topics.FEEDBACK.name()) && record.offset() == 3);

        assertThat(rejoin("rejoin-missing").run(1, last()).labels()).isNotEqualTo(labels);
    }

    @Test
    void shouldCountWhatNobodyCanReadAndGoOn() {
        record("rejoin-poison");
        inputs.add(new ConsumerRecord<>(Topics.FEEDBACK.name(), 0, 10_000, bytes("g0"), bytes("no record")));

        Rejoin rejoin = rejoin("rejoin-poison");

        assertThat(rejoin.poison()).isEqualTo(1);
        assertThat(rejoin.run(1, last()).labels()).isEqualTo(labels);
    }

    /** Thirty groups with votes, a changed vote, silence, and two versions of the reward model that come on the way. */
    private void record(String name) {
        try (TopologyBench bench = new TopologyBench(stateDir, name)) {
            for (int i = 0; i < 30; i++) {
                Instant at = START.plusMillis(700L * i);
                String group = "g" + i;
                if (i == 10 || i == 20) {
                    bench.scorer.swap(TopologyBench.byLength(i == 10 ? 7 : 8));
                }
                send(bench, name, rollout(group, 0, 2, at));
                send(bench, name, rollout(group, 1, 2, at.plusMillis(10)));
                if (i % 5 != 4) {
                    send(bench, name, thumb("f" + i, group, 0, i % 3 == 0 ? -1 : 1, at.plusMillis(200)));
                }
                bench.sleep(Duration.ofMillis(700));
                if (i % 7 == 6) {
                    send(bench, name, thumb("again" + i, group, 0, i % 2 == 0 ? -1 : 1, at.plusMillis(690)));
                }
            }
            for (int minute = 0; minute < 65; minute++) {
                bench.sleep(MINUTE);
            }
            labels.addAll(bench.labels.readValuesToList());
            experience.addAll(bench.experience.readValuesToList());
        }
    }

    private void send(TopologyBench bench, String name, Rollout rollout) {
        bench.send(rollout);
        keep(name, Topics.ROLLOUTS, rollout.getGroupId(), rollout);
    }

    private void send(TopologyBench bench, String name, Feedback vote) {
        bench.send(vote);
        keep(name, Topics.FEEDBACK, vote.getGroupId(), vote);
    }

    private <T extends SpecificRecord> void keep(String name, TopicSpec<T> topic, String key, T value) {
        long offset = inputs.stream()
                .filter(record -> record.topic().equals(topic.name()))
                .count();
        try (Serializer<T> serializer = serdes(name).serializer(topic)) {
            byte[] record = Optional.ofNullable(serializer.serialize(topic.name(), value))
                    .orElseThrow();
            inputs.add(new ConsumerRecord<>(topic.name(), 0, offset, bytes(key), record));
        }
    }

    private Rejoin rejoin(String name) {
        TopologyBench.Chain chain = TopologyBench.chain();
        Rejoin rejoin = new Rejoin(JoinerSettings.defaults(), chain.interpreters(), chain.pipeline());
        rejoin.read(inputs, serdes(name));
        experience.forEach(rejoin::scored);
        return rejoin;
    }

    private Instant last() {
        return experience.get(experience.size() - 1).getEventTime();
    }

    private static AvroSerdes serdes(String name) {
        return new AvroSerdes("mock://" + name, Map.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
