package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.ask.ActiveQuerySelector;
import io.thumbstream.reward.ask.AskPolicies;
import io.thumbstream.reward.ask.AskRule;
import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelRequest;
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

/**
 * Semantics locked here: people are asked about what the reward model has scored, within the budget; labels of these comparisons carry how
 * probably was asked, those that came before carry nothing of it; and all of it comes out again whatever the arrival order.
 */
class AskingTopologyTest {
    private static final int GROUPS = 30;
    private static final int SCORED_FROM = 4;
    /** Its comparison comes before its answers. */
    private static final int EARLY = 7;

    private final List<ConsumerRecord<byte[], byte[]>> inputs = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final List<LabelRequest> requests = new ArrayList<>();
    private final List<Experience> experience = new ArrayList<>();
    private final Path stateDir;

    AskingTopologyTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @Test
    void shouldAskWithinTheBudgetAboutWhatIsScored() {
        record("asking-budget", asking());

        assertThat(requests)
                .hasSizeBetween(1, GROUPS - SCORED_FROM - 1)
                .allSatisfy(request -> {
                    assertThat(number(request.getGroupId())).isGreaterThanOrEqualTo(SCORED_FROM);
                    assertThat(request.getRolloutIds())
                            .containsExactly(request.getGroupId() + ".0", request.getGroupId() + ".1");
                    assertThat(request.getReason()).isEqualTo("info-asking");
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldTellLabelsHowProbablyWasAskedWhereThatWasDecidedBefore() {
        record("asking-labels", asking());

        assertThat(labels).hasSize(GROUPS).allSatisfy(label -> {
            int group = number(label.getGroupId());
            if (group < SCORED_FROM || group == EARLY) {
                assertThat(label.getPropensity()).as("group %d", group).isEqualTo(1);
            } else {
                // a budget of a half, of which a tenth is asked at random
                assertThat(label.getPropensity()).as("group %d", group).isBetween(0.05, 0.99);
            }
        });
        assertThat(labels.stream().map(Label::getPropensity).distinct().count()).isGreaterThan(10);
    }

    @Test
    void shouldAskNobodyAndTellNothingWithoutABudget() {
        record("asking-off", TopologyBench.chain().pipeline());

        assertThat(requests).isEmpty();
        assertThat(labels).extracting(Label::getPropensity).containsOnly(1.0);
    }

    @Test
    void shouldDecideTheSameAgainWhateverTheArrivalOrder() {
        record("asking-again", asking());

        Rejoin rejoin =
                new Rejoin(JoinerSettings.defaults(), TopologyBench.chain().interpreters(), asking());
        rejoin.read(inputs, serdes("asking-again"));
        experience.forEach(rejoin::scored);
        Instant end = START.plusSeconds(60);
        for (long seed = 0; seed < 20; seed++) {
            assertThat(rejoin.run(seed, end).labels()).as("seed %d", seed).isEqualTo(labels);
            assertThat(rejoin.differences(seed, end, new Rejoin.Joined(labels, experience, 0)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private static RewardPipeline asking() {
        RewardPipeline plain = TopologyBench.chain().pipeline();
        AskRule rule = new AskRule(
                "info-asking",
                AskPolicies.CATALOG.create("info-asking"),
                new ActiveQuerySelector.Settings(0.5, 0.1, 500));
        return new RewardPipeline(plain.model(), plain.chain(), plain.credit(), false, Optional.of(rule));
    }

    private static int number(String groupId) {
        return Integer.parseInt(groupId.substring(1));
    }

    /** Groups of two answers that were shown, whose lengths differ by 0 to 3, and a comparison in each. */
    private void record(String name, RewardPipeline pipeline) {
        try (TopologyBench bench = new TopologyBench(stateDir.resolve(name), name, pipeline)) {
            for (int i = 0; i < GROUPS; i++) {
                Instant at = START.plusMillis(700L * i);
                if (i == SCORED_FROM) {
                    bench.scorer.swap(TopologyBench.byLength(7));
                }
                if (i == EARLY) {
                    send(bench, name, comparison("g" + i, at.minusMillis(100)));
                }
                send(bench, name, answer("g" + i, 0, "answer 0", at));
                send(bench, name, answer("g" + i, 1, "answer 1" + "!".repeat(i % 4), at.plusMillis(10)));
                if (i != EARLY) {
                    send(bench, name, comparison("g" + i, at.plusMillis(300)));
                }
                bench.sleep(Duration.ofMillis(700));
            }
            bench.sleep(Duration.ofSeconds(2));
            labels.addAll(bench.labels.readValuesToList());
            requests.addAll(bench.requests.readValuesToList());
            experience.addAll(bench.experience.readValuesToList());
        }
    }

    private static Rollout answer(String group, int index, String text, Instant at) {
        return Rollout.newBuilder(rollout(group, index, 2, at))
                .setDisplayed(true)
                .setText(text)
                .build();
    }

    private static Feedback comparison(String group, Instant at) {
        return Feedback.newBuilder()
                .setFeedbackId("f-" + group)
                .setGroupId(group)
                .setKind(FeedbackKind.PAIR)
                .setTargets(List.of(group + ".1", group + ".0"))
                .setValue(1.0)
                .setUserKey("ann")
                .setServerTime(at)
                .build();
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
            inputs.add(new ConsumerRecord<>(topic.name(), 0, offset, key.getBytes(StandardCharsets.UTF_8), record));
        }
    }

    private static AvroSerdes serdes(String name) {
        return new AvroSerdes("mock://" + name, Map.of());
    }
}
