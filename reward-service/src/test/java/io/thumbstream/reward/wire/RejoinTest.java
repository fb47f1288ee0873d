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
import io.thumbstream.schemas.avro.ScoredRollout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Semantics locked here: what the service made of a stream comes out again, field by field, whatever the arrival order; what came too late
 * stands the same at the end; a change shows.
 */
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

    @Test
    void shouldFindNoDifferenceAtTheEndWhenRecordsCameTooLate() {
        record("rejoin-late", true);
        Rejoin rejoin = rejoin("rejoin-late");

        assertThat(rejoin.run(1, last()).experience())
                .as("what came too late made other revisions")
                .isNotEqualTo(experience);
        for (long seed = 0; seed < 20; seed++) {
            assertThat(rejoin.differences(seed, last(), end()))
                    .as("seed " + seed)
                    .isEmpty();
        }
    }

    @Test
    void shouldNameTheLabelThatIsMissingChangedOrInvented() {
        record("rejoin-labels", true);
        Label first = labels.get(0);
        Label other = labels.get(1);
        Label invented = Label.newBuilder(first).setLabelId("g0/thumb/0/by:bob").build();
        labels.removeIf(label -> label.getLabelId().equals(first.getLabelId()));
        labels.replaceAll(label -> label.getLabelId().equals(other.getLabelId())
                ? Label.newBuilder(label).setValue(0.5).setWeight(3).build()
                : label);
        labels.add(invented);

        assertThat(rejoin("rejoin-labels").differences(1, last(), end()))
                .containsExactlyInAnyOrder(
                        "label " + first.getLabelId() + " comes out of its records and is not in its topic",
                        "label " + other.getLabelId() + " comes out of its records with other [value, weight]",
                        "label g0/thumb/0/by:bob is in its topic and does not come out of its records");
    }

    @Test
    void shouldNameTheGroupWhoseNewestRevisionLostAVoteOrAReward() {
        record("rejoin-groups", true);
        change("g0", answer -> answer.setFeedbackIds(List.of()));
        change("g1", answer -> answer.setReward(answer.getReward() + 1e-9));
        experience.removeIf(group -> group.getGroupId().equals("g2"));

        assertThat(rejoin("rejoin-groups").differences(1, last(), end()))
                .containsExactlyInAnyOrder(
                        "group g0 comes out of its records with other [rollouts.feedbackIds]",
                        "group g1 comes out of its records with other [rollouts.reward]",
                        "group g2 comes out of its records and is not in its topic");
    }

    @Test
    void shouldFindTheVoteThatIsNotInItsTopic() {
        record("rejoin-input", true);
        inputs.removeIf(record -> record.topic().equals(Topics.FEEDBACK.name()) && record.offset() == 3);

        assertThat(rejoin("rejoin-input").differences(1, last(), end()))
                .isNotEmpty()
                .allSatisfy(difference -> assertThat(difference).contains("records"));
    }

    private void change(String groupId, Consumer<ScoredRollout.Builder> change) {
        experience.replaceAll(group -> {
            if (!group.getGroupId().equals(groupId)) {
                return group;
            }
            List<ScoredRollout> answers = group.getRollouts().stream()
                    .map(answer -> {
                        ScoredRollout.Builder changed = ScoredRollout.newBuilder(answer);
                        change.accept(changed);
                        return changed.build();
                    })
                    .toList();
            return Experience.newBuilder(group).setRollouts(answers).build();
        });
    }

    private Rejoin.Joined end() {
        return new Rejoin.Joined(labels, experience, 0);
    }

    private void record(String name) {
        record(name, false);
    }

    /**
     * Thirty groups with votes, a changed vote, silence, and two versions of the reward model that come on the way.
     *
     * @param faults whether some answers and votes come seconds later than the lateness bound, and some votes twice
     */
    private void record(String name, boolean faults) {
        List<Runnable> late = new ArrayList<>();
        try (TopologyBench bench = new TopologyBench(stateDir, name)) {
            for (int i = 0; i < 30; i++) {
                Instant at = START.plusMillis(700L * i);
                String group = "g" + i;
                if (i == 10 || i == 20) {
                    bench.scorer.swap(TopologyBench.byLength(i == 10 ? 7 : 8));
                }
                if (i % 6 == 0) {
                    late.forEach(Runnable::run);
                    late.clear();
                }
                send(bench, name, rollout(group, 0, 2, at));
                Rollout second = rollout(group, 1, 2, at.plusMillis(10));
                Feedback vote = thumb("f" + i, group, 0, i % 3 == 0 ? -1 : 1, at.plusMillis(200));
                if (faults && i % 6 == 1) {
                    late.add(() -> send(bench, name, second));
                } else {
                    send(bench, name, second);
                }
                if (faults && i % 6 == 2) {
                    late.add(() -> send(bench, name, vote));
                    late.add(() -> send(bench, name, vote));
                } else if (i % 5 != 4) {
                    send(bench, name, vote);
                }
                bench.sleep(Duration.ofMillis(700));
                if (i % 7 == 6) {
                    send(bench, name, thumb("again" + i, group, 0, i % 2 == 0 ? -1 : 1, at.plusMillis(690)));
                }
            }
            late.forEach(Runnable::run);
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
