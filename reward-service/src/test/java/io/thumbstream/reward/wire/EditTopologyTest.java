package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.reward.credit.CreditAssigners;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.Transforms;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A corrected answer through Kafka Streams: what it does to the rewards of its group, and that it can be taken back. */
class EditTopologyTest {
    private static final Duration SOON = Duration.ofMillis(700);

    private final Path stateDir;

    EditTopologyTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @Test
    void shouldRewardAGroupByACorrectionUntilItIsTakenBack() {
        try (TopologyBench bench = new TopologyBench(stateDir, "edit", pipeline())) {
            bench.scorer.swap(TopologyBench.byLength(7));
            bench.send(rollout("g", 0, 2, START));
            bench.send(rollout("g", 1, 2, START.plusMillis(50)));
            bench.send(feedback("e", FeedbackKind.EDIT, 300)
                    .setTargets(List.of("g.0"))
                    .setText("better 1")
                    .build());
            bench.send(feedback("r", FeedbackKind.RETRACT, 400)
                    .setTargets(List.of())
                    .setRetracts("e")
                    .build());
            bench.sleep(SOON);

            List<Experience> sent = bench.experience.readValuesToList();
            assertThat(sent).extracting(Experience::getRevision).containsExactly(1, 2, 3);
            // equal scores are 0.5 each; "better 1" shares one of two words with "answer 1" and none with "answer 0":
            // 0.5 * 0.5 + 0.5 * 0 and 0.5 * 0.5 + 0.5 * 0.5, of which the mean is 0.375
            assertThat(tokenRewards(sent.get(1)))
                    .as("the loss where the text was changed, the gain at the end")
                    .containsExactly(List.of(-0.125f, 0f, 0f), List.of(0f, 0f, 0.125f));
            assertThat(sent.get(1).getRollouts())
                    .extracting(answer -> answer.getComponents().get(RewardChain.SIMILARITY))
                    .containsExactly(0.0, 0.5);
            assertThat(tokenRewards(sent.get(2)))
                    .isEqualTo(tokenRewards(sent.get(0)))
                    .containsOnly(List.of(0f, 0f, 0f));
            assertThat(sent.get(2).getRollouts())
                    .allSatisfy(answer -> assertThat(answer.getComponents()).doesNotContainKey(RewardChain.SIMILARITY));
        }
    }

    private static RewardPipeline pipeline() {
        RewardChain chain = new RewardChain(List.of(
                step("bounded-preference"),
                new RewardChain.Step(
                        "reference-similarity",
                        "",
                        Transforms.CATALOG.create(
                                "reference-similarity",
                                JsonNodeFactory.instance.objectNode().put("share", 0.5))),
                step("centre")));
        return new RewardPipeline("reward/support", chain, CreditAssigners.CATALOG.create("at-event"));
    }

    private static RewardChain.Step step(String name) {
        return new RewardChain.Step(name, "", Transforms.CATALOG.create(name));
    }

    private static Feedback.Builder feedback(String id, FeedbackKind kind, long millis) {
        return Feedback.newBuilder()
                .setFeedbackId(id)
                .setGroupId("g")
                .setKind(kind)
                .setUserKey("ann")
                .setServerTime(START.plusMillis(millis));
    }

    private static List<List<Float>> tokenRewards(Experience sent) {
        return sent.getRollouts().stream().map(ScoredRollout::getTokenRewards).toList();
    }
}
