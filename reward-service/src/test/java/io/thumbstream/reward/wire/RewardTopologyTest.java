package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static io.thumbstream.reward.wire.WireRecords.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The joiner in Kafka Streams; among others the three defects of the DSL's left join as regression tests. */
class RewardTopologyTest {
    private static final Duration SOON = Duration.ofMillis(700);

    private final Path stateDir;

    RewardTopologyTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @Test
    void shouldLabelAVoteWithinASecondOfSilence() {
        try (TopologyBench bench = new TopologyBench(stateDir, "label")) {
            bench.send(rollout("g", 0, 1, START));
            bench.send(thumb("f", "g", 0, 1, START.plusMillis(300)));
            bench.sleep(SOON);

            TestRecord<String, Label> label = bench.labels.readRecord();
            assertThat(label.key()).isEqualTo("g");
            assertThat(label.timestamp()).isEqualTo(START.plusMillis(300).toEpochMilli());
            assertThat(label.value().getItems().get(0).getPrompt()).isEqualTo("user: where is my parcel\n");
            assertThat(label.value().getSources()).singleElement().satisfies(source -> {
                assertThat(source.getTopic()).isEqualTo("thumbstream.feedback.v1");
                assertThat(source.getOffset()).isZero();
            });
            assertThat(bench.labels.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldLabelVotesFromAClockThatIsAheadWhenTheBrokerSaysWhenTheyWereWritten() {
        try (TopologyBench bench = new TopologyBench(stateDir, "ahead")) {
            bench.send(rollout("g", 0, 1, START));
            Instant ahead = START.plus(Duration.ofMinutes(55));
            bench.sendRaw(new TestRecord<>("g", bench.bytes(thumb("a", "g", 0, 1, ahead)), START.plusMillis(100)));
            bench.send(thumb("b", "g", 0, 1, START.plusMillis(200)));
            bench.send(rollout("h", 0, 1, START.plusMillis(210)));
            bench.send(thumb("c", "h", 0, 1, START.plusMillis(220)));
            bench.sleep(SOON);

            assertThat(bench.labels.readValuesToList())
                    .extracting(Label::getDelaySeconds)
                    .satisfiesExactly(
                            first -> assertThat(first).isBetween(0.1, 0.101),
                            second -> assertThat(second).isEqualTo(0.2),
                            third -> assertThat(third).isEqualTo(0.01));
            assertThat(bench.deadFeedback.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldWriteToNoTopicThatIsNotCreatedAhead() {
        try (TopologyBench bench = new TopologyBench(stateDir, "topics")) {
            bench.send(rollout("g", 0, 1, START));
            bench.send(thumb("f", "g", 0, 1, START.plusMillis(300)));
            bench.sleep(SOON);

            List<NewTopic> internal = RewardTopology.internalTopics("topics", 6, (short) 1);
            assertThat(bench.written())
                    .filteredOn(name -> Topics.find(name).isEmpty())
                    .containsExactlyInAnyOrderElementsOf(
                            internal.stream().map(NewTopic::name).toList());
            assertThat(internal).extracting(NewTopic::numPartitions).containsOnly(6);
        }
    }

    @Test
    void shouldScoreAGroupAsAWholeAndGiveBoundedRewardsOnTheLastToken() {
        try (TopologyBench bench = new TopologyBench(stateDir, "score")) {
            bench.scorer.swap(TopologyBench.byLength(7));
            bench.send(rollout("g", 0, 2, START));
            bench.send(rollout("g", 1, 2, START.plusMillis(50)));
            bench.sleep(SOON);

            Experience sent = bench.experience.readValue();
            assertThat(sent.getRevision()).isEqualTo(1);
            assertThat(sent.getCompleteness()).isEqualTo(1);
            assertThat(sent.getRewardVersion()).isEqualTo(7);
            assertThat(sent.getTransformTrace()).containsExactly("bounded-preference {}");
            ScoredRollout first = sent.getRollouts().get(0);
            assertThat(first.getScore()).contains(8.0);
            assertThat(first.getScoreUncertainty()).contains(0.25);
            assertThat(first.getReward()).as("equal answers").isEqualTo(0.5);
            assertThat(first.getTokenRewards()).containsExactly(0f, 0f, 0.5f);
            assertThat(first.getLabelState()).isEqualTo(Observation.PENDING);
            assertThat(bench.experience.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldSayThatNothingWasScoredWhenThereIsNoRewardModel() {
        try (TopologyBench bench = new TopologyBench(stateDir, "unscored")) {
            bench.send(rollout("g", 0, 1, START));
            bench.sleep(SOON);

            Experience sent = bench.experience.readValue();
            assertThat(sent.getRewardVersion()).isEqualTo(-1);
            assertThat(sent.getTransformTrace()).isEmpty();
            assertThat(sent.getRollouts().get(0).getScore()).isEmpty();
            assertThat(sent.getRollouts().get(0).getReward()).isZero();
        }
    }

    @Test
    void shouldNeverSayNoFeedbackAndThenFeedbackWhenInputIsOutOfOrder() {
        try (TopologyBench bench = new TopologyBench(stateDir, "order")) {
            bench.send(thumb("f", "g", 0, -1, START.plusMillis(200)));
            bench.send(rollout("other", 0, 1, START.plusMillis(400)));
            bench.send(rollout("g", 0, 1, START));
            bench.sleep(SOON);

            List<Experience> sent = bench.experience.readValuesToList().stream()
                    .filter(each -> each.getGroupId().equals("g"))
                    .toList();
            assertThat(sent).extracting(Experience::getLabelState).doesNotContain(Observation.CENSORED);
            assertThat(sent.get(sent.size() - 1).getLabelState()).isEqualTo(Observation.OBSERVED);
            assertThat(bench.labels.readValuesToList()).hasSize(1);
        }
    }

    @Test
    void shouldNotPutHeadersOfAnotherRecordOnResults() {
        try (TopologyBench bench = new TopologyBench(stateDir, "headers")) {
            bench.send(rollout("g", 0, 1, START));
            Instant later = START.plus(Duration.ofHours(2));
            RecordHeaders headers = new RecordHeaders();
            headers.add("traceparent", "00-another".getBytes(StandardCharsets.UTF_8));
            bench.sleep(Duration.ofHours(2));
            bench.sendRaw(new TestRecord<>("x", bench.bytes(thumb("f", "x", 0, 1, later)), headers, later));
            bench.sleep(SOON);

            assertThat(bench.experience.readRecordsToList())
                    .hasSize(2)
                    .allSatisfy(record -> assertThat(record.headers()).isEmpty());
        }
    }

    @Test
    void shouldCloseWindowsWhenTrafficStops() {
        try (TopologyBench bench = new TopologyBench(stateDir, "heartbeat")) {
            bench.send(rollout("g", 0, 1, START));
            bench.sleep(Duration.ofMinutes(59));
            assertThat(bench.experience.readValue().getLabelState()).isEqualTo(Observation.PENDING);
            assertThat(bench.experience.isEmpty()).isTrue();
            bench.sleep(Duration.ofMinutes(2));

            Experience closed = bench.experience.readValue();
            assertThat(closed.getLabelState()).isEqualTo(Observation.CENSORED);
            assertThat(closed.getRevision()).isEqualTo(2);
            assertThat(closed.getRollouts().get(0).getLabelValue()).isEmpty();
        }
    }

    @Test
    void shouldGiveTheSameBytesWhicheverTopicIsReadFirst() {
        List<List<String>> outcomes = new ArrayList<>();
        for (int order = 0; order < 2; order++) {
            try (TopologyBench bench = new TopologyBench(stateDir.resolve("o" + order), "bytes" + order)) {
                bench.scorer.swap(TopologyBench.byLength(1));
                List<Runnable> sends = new ArrayList<>(List.of(
                        () -> bench.send(rollout("g", 0, 2, START)),
                        () -> bench.send(rollout("g", 1, 2, START.plusMillis(120)))));
                List<Runnable> votes = List.of(
                        () -> bench.send(thumb("a", "g", 0, 1, START.plusMillis(100))),
                        () -> bench.send(thumb("b", "g", 0, -1, START.plusMillis(130))),
                        () -> bench.send(thumb("b", "g", 0, -1, START.plusMillis(140))));
                sends.addAll(order == 0 ? sends.size() : 0, votes);
                sends.forEach(Runnable::run);
                bench.sleep(SOON);
                outcomes.add(new ArrayList<>(bench.labels.readRecordsToList().stream()
                        .map(TestRecord::toString)
                        .toList()));
                outcomes.get(order)
                        .addAll(bench.experience.readRecordsToList().stream()
                                .map(TestRecord::toString)
                                .toList());
            }
        }
        assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0)).hasSize(4);
    }
}
