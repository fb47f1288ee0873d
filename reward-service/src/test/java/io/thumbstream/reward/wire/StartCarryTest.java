package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.credit.CreditAssigners;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.reward.transform.RewardRow;
import io.thumbstream.reward.transform.Transforms;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.ScoredRollout;
import io.thumbstream.schemas.avro.VersionSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of the policy that learning began with on their way through the joiner. */
class StartCarryTest {
    private static final SourceRef PLACE = new SourceRef("rollouts", 2, 77);
    private static final StateSeal NO_SEAL = new StateSeal(Optional.empty());
    private static final Duration SOON = Duration.ofMillis(700);

    private static Rollout ofStart(Rollout rollout) {
        return Rollout.newBuilder(rollout)
                .setExplorationArm(StartAnswers.ARM)
                .setVersionSpans(List.of(new VersionSpan(0, 3, 0L)))
                .build();
    }

    private static RolloutEvent event(Rollout rollout) {
        return EventMapper.rollout(rollout, PLACE);
    }

    @Test
    void shouldTakeForOneOnlyWhatNobodySawAndTheFirstVersionAloneDrew() {
        Rollout unseen = rollout("g", 1, 2, START);
        Rollout ofBoth = Rollout.newBuilder(ofStart(unseen))
                .setVersionSpans(List.of(new VersionSpan(0, 1, 0L), new VersionSpan(1, 3, 4L)))
                .build();
        Rollout named =
                Rollout.newBuilder(unseen).setExplorationArm(StartAnswers.ARM).build();
        Rollout early = Rollout.newBuilder(unseen)
                .setVersionSpans(List.of(new VersionSpan(0, 3, 0L)))
                .build();

        assertThat(event(ofStart(unseen)).ofStart()).isTrue();
        assertThat(event(ofStart(rollout("g", 0, 2, START))).ofStart())
                .as("displayed")
                .isFalse();
        assertThat(event(ofBoth).ofStart()).isFalse();
        assertThat(event(named).ofStart()).isFalse();
        assertThat(event(early).ofStart()).isFalse();
    }

    @Test
    void shouldKnowThemAfterTheyWereKept() {
        RolloutEvent event = event(ofStart(rollout("g", 1, 2, START)));
        RolloutState state = new RolloutState(event, true, List.of(), null);

        assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
        assertThat(StateCodec.rollout(StateCodec.encode(state, NO_SEAL), NO_SEAL)
                        .rollout()
                        .ofStart())
                .isTrue();
    }

    @Test
    void shouldMarkThemInExperienceAsItsReadersExpect() {
        assertThat(RewardChain.START).isEqualTo(StartAnswers.COMPONENT);
    }

    @Test
    void shouldRewardTheOthersByThemAndJudgeOnlyTheOthers(@TempDir Path stateDir) {
        RewardPipeline pipeline =
                new RewardPipeline("reward/support", contrastive(), CreditAssigners.CATALOG.create("terminal"), true);
        try (TopologyBench bench = new TopologyBench(stateDir, "start", pipeline)) {
            bench.scorer.swap(TopologyBench.byLength(7));
            bench.send(rollout("g", 0, 2, START));
            bench.send(Rollout.newBuilder(ofStart(rollout("g", 1, 2, START.plusMillis(50))))
                    .setText("a longer answer of the first policy")
                    .build());
            bench.sleep(SOON);

            Experience experience = bench.experience.readValue();
            ScoredRollout own = experience.getRollouts().get(0);
            ScoredRollout start = experience.getRollouts().get(1);
            assertThat(experience.getCompleteness()).isEqualTo(1);
            assertThat(StartAnswers.marked(own.getComponents())).isFalse();
            assertThat(StartAnswers.marked(start.getComponents())).isTrue();
            assertThat(start.getOldestPolicyVersion()).isZero();
            double difference = own.getScore().orElseThrow() - start.getScore().orElseThrow();
            assertThat(difference).isNotZero();
            assertThat(own.getReward()).isCloseTo(difference, within(1e-12));
            assertThat(bench.labels.readValuesToList())
                    .extracting(Label::getLabelId)
                    .containsExactly("g/own/0");
        }
    }

    @Test
    void shouldCountWhatHadNothingToBeComparedWith() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        JoinerMeters meters = new JoinerMeters(registry);
        RewardRow own = row("g.0", Map.of());
        RewardRow start = row("g.1", Map.of(RewardChain.START, 1.0));

        meters.rewarded(contrastive()
                .apply(new RewardGroup(List.of(own, start)), List.of())
                .group());
        assertThat(registry.counter(MetricNames.REWARD_UNCOMPARED).count()).isZero();
        assertThat(registry.summary(MetricNames.REWARD_SCORE).count())
                .as("scores of the policy")
                .isEqualTo(1);

        meters.rewarded(
                contrastive().apply(new RewardGroup(List.of(own)), List.of()).group());
        assertThat(registry.counter(MetricNames.REWARD_UNCOMPARED).count()).isEqualTo(1);
    }

    private static RewardRow row(String id, Map<String, Double> components) {
        return new RewardRow(id, 3, 1.5, 0, 1.5, null, 0, 1, components);
    }

    private static RewardChain contrastive() {
        return new RewardChain(List.of(new RewardChain.Step(
                "contrastive",
                "contrastive",
                Transforms.CATALOG.create(
                        "contrastive", JsonNodeFactory.instance.objectNode().put("reference", "start-policy")))));
    }
}
