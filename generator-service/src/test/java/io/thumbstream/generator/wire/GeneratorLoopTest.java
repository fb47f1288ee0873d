package io.thumbstream.generator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.TinyPolicy;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import io.thumbstream.schemas.avro.Sampling;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole loop on a real tiny model, with Kafka's own mock clients. */
class GeneratorLoopTest {
    private final LoopRig rig = new LoopRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldWriteAWholeGroupAndCommitWhenAPromptComes() {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", "hello", 4, true);
            rig.turns(loop, 40);
        }

        List<Rollout> rollouts = rig.rollouts();
        assertThat(rollouts).hasSize(4).allSatisfy(rollout -> {
            assertThat(rollout.getGroupSize()).isEqualTo(4);
            assertThat(rollout.getTokens()).isNotEmpty().hasSameSizeAs(rollout.getBehaviourLogProbs());
            assertThat(rollout.getEntropies()).hasSameSizeAs(rollout.getTokens());
            assertThat(rollout.getVersionSpans()).hasSize(1);
            assertThat(rollout.getVersionSpans().get(0).getPolicyVersion()).isEqualTo(6);
            assertThat(rollout.getModelName()).isEqualTo("policy/support");
        });
        assertThat(rollouts.stream().map(Rollout::getRolloutId))
                .containsExactlyInAnyOrder("g1.0", "g1.1", "g1.2", "g1.3");
        assertThat(rollouts.stream().filter(Rollout::getDisplayed).map(Rollout::getIndex))
                .containsExactly(0);
        assertThat(rig.committed()).isEqualTo(1);
        assertThat(rig.meters.counter(MetricNames.ROLLOUT_TOKENS).count())
                .isEqualTo(rollouts.stream().mapToInt(r -> r.getTokens().size()).sum());
    }

    @Test
    void shouldDrawFromTheBiasedDistributionAndSaySoWhenAPromptAsksForIt() {
        String x = String.valueOf('x' + ByteTokenizer.FIRST);
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", biased(x, 100));
            rig.turns(loop, 20);
        }

        Rollout rollout = LoopRig.find(rig.rollouts(), "g1.0");
        assertThat(rollout.getText()).isEqualTo("x".repeat(5));
        assertThat(rollout.getBehaviourLogProbs())
                .allSatisfy(logProb -> assertThat(logProb).isBetween(-1e-3f, 1e-3f));
        assertThat(rollout.getSampling().map(Sampling::getLogitBias)).contains(Map.of(x, 100.0));
        RolloutChunk end = rig.chunks().get(rig.chunks().size() - 1);
        assertThat(end.getTokenTexts()).containsExactly("x", "x", "x", "x", "x");
        assertThat(end.getTokenLogProbs()).isEqualTo(rollout.getBehaviourLogProbs());
    }

    @ParameterizedTest
    @CsvSource({"99999, vocabulary", "-1, token ids"})
    void shouldTellThePersonWhenTheBiasNamesNoToken(String token, String reason) {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", biased(token, 1));
            rig.turns(loop, 10);
        }

        assertThat(rig.rollouts()).isEmpty();
        assertThat(rig.chunks()).singleElement().satisfies(chunk -> {
            assertThat(chunk.getFinishReason()).isEqualTo(FinishReason.ERROR);
            assertThat(chunk.getError().orElseThrow()).contains(token).contains(reason);
        });
        assertThat(rig.committed()).isEqualTo(1);
    }

    private static Sampling biased(String token, double bias) {
        return Sampling.newBuilder()
                .setMaxTokens(5)
                .setLogitBias(Map.of(token, bias))
                .build();
    }

    @Test
    void shouldStreamExactlyTheTextOfTheAnswerWhenChunksAreWanted() {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", "hello", 2, true);
            rig.turns(loop, 40);
        }

        List<RolloutChunk> chunks = rig.chunks();
        Rollout shown = rig.rollouts().stream()
                .filter(Rollout::getDisplayed)
                .findFirst()
                .orElseThrow();
        assertThat(String.join("", chunks.stream().map(RolloutChunk::getText).toList()))
                .isEqualTo(shown.getText());
        assertThat(chunks).allSatisfy(c -> assertThat(c.getRolloutId()).isEqualTo("g1.0"));
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(chunks.get(i).getSequence()).isEqualTo(i);
            assertThat(chunks.get(i).getLast()).isEqualTo(i == chunks.size() - 1);
        }
        RolloutChunk last = chunks.get(chunks.size() - 1);
        assertThat(last.getCompletionTokens()).isEqualTo(shown.getTokens().size());
        assertThat(last.getPromptTokens()).isEqualTo(shown.getPromptTokens().size());
    }

    @Test
    void shouldCommitOnlyWhenEveryRolloutOfThePromptIsAcknowledged() {
        rig.producer = LoopRig.producer(false);
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", "hello", 3, true);
            rig.turns(loop, 40);
            assertThat(rig.producer.history()).isNotEmpty();
            assertThat(rig.committed()).isZero();

            while (rig.producer.completeNext()) {
                // acknowledges everything sent so far
            }
            rig.turns(loop, 3);
            assertThat(rig.committed()).isEqualTo(1);
        }
    }

    @Test
    void shouldWriteTheSameRolloutsAgainWhenAPromptIsReadTwice() {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", "hello", 2, true);
            rig.turns(loop, 40);
            rig.prompt("g1", "hello", 2, true);
            rig.turns(loop, 40);
        }

        List<Rollout> rollouts = rig.rollouts();
        assertThat(rollouts).hasSize(4);
        Rollout first = LoopRig.find(rollouts.subList(0, 2), "g1.1");
        Rollout second = LoopRig.find(rollouts.subList(2, 4), "g1.1");
        assertThat(second.getTokens()).isEqualTo(first.getTokens());
        assertThat(second.getSampling()).isEqualTo(first.getSampling());
    }

    @Test
    void shouldGoOnWithADeadLetterAndAnErrorChunkWhenAPromptCannotBeAnswered() {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.raw("junk", new byte[] {1, 2, 3});
            rig.prompt("long", "x".repeat(200), 2, true);
            rig.prompt("huge", "hello", 1000, true);
            rig.prompt("good", "hello", 1, true);
            rig.turns(loop, 40);
        }

        assertThat(rig.sent(Topics.PROMPTS.deadLetterName())).hasSize(3);
        assertThat(rig.rollouts().stream().map(Rollout::getGroupId)).containsExactly("good");
        assertThat(rig.chunks().stream().filter(c -> c.getError().isPresent()))
                .hasSize(2)
                .allSatisfy(c -> {
                    assertThat(c.getFinishReason()).isEqualTo(FinishReason.ERROR);
                    assertThat(c.getLast()).isTrue();
                })
                .extracting(c -> c.getError().orElseThrow())
                .anySatisfy(e -> assertThat(e).contains("send a shorter one"))
                .anySatisfy(e -> assertThat(e).contains("group size 1000"));
        assertThat(rig.committed()).isEqualTo(4);
    }

    @Test
    void shouldShedBackgroundAnswersAndSayTheRealGroupSizeWhenTooManyWait() {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 10);
            for (int i = 0; i < 5; i++) {
                rig.prompt("g" + i, "hello", 8, true);
            }
            rig.turns(loop, 60);
        }

        List<Rollout> rollouts = rig.rollouts();
        assertThat(rollouts.stream().filter(Rollout::getDisplayed)).hasSize(5);
        assertThat(rollouts.stream().filter(r -> r.getGroupId().equals("g0"))).hasSize(8);
        assertThat(rollouts.stream().filter(r -> r.getGroupId().equals("g4")))
                .hasSize(1)
                .allSatisfy(r -> assertThat(r.getGroupSize()).isEqualTo(1));
        assertThat(rig.meters
                        .counter(MetricNames.ROLLOUTS_SHED, "reason", "backlog")
                        .count())
                .isEqualTo(5 * 8 - rollouts.size());
        assertThat(rig.committed()).isEqualTo(5);
    }

    @Test
    void shouldAnswerEveryPromptWhenThePolicyIsSwappedAllTheTime() {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 1000);
            for (int i = 0; i < 20; i++) {
                rig.prompt("g" + i, "question " + i, 2, true);
            }
            for (int turn = 0; turn < 120; turn++) {
                rig.turns(loop, 1);
                rig.policies.publish(TinyPolicy.snapshot(7 + turn, turn % 5));
            }
        }

        assertThat(rig.rollouts()).hasSize(40);
        assertThat(rig.chunks().stream().filter(RolloutChunk::getLast))
                .hasSize(20)
                .allSatisfy(c -> assertThat(c.getError()).isEmpty());
        assertThat(rig.committed()).isEqualTo(20);
    }

    @Test
    void shouldLoseNothingWhenTheBrokerIsAwayForAWhile() {
        rig.producer = LoopRig.producer(false);
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", "hello", 2, true);
            rig.turns(loop, 40);
            while (rig.producer.errorNext(new TimeoutException("broker is away"))) {
                // everything in flight fails
            }
            rig.turns(loop, 1);
            assertThat(rig.committed()).isZero();
            for (int i = 0; i < 30; i++) {
                while (rig.producer.completeNext()) {
                    // the broker is back
                }
                rig.turns(loop, 1);
            }
        }

        assertThat(rig.rollouts().stream().map(Rollout::getRolloutId).distinct())
                .containsExactlyInAnyOrder("g1.0", "g1.1");
        assertThat(rig.committed()).isEqualTo(1);
    }

    @Test
    void shouldHandUnfinishedPromptsBackWhenItEnds() {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", "hello", 2, false);
            rig.turns(loop, 1);
            loop.windDown();
            loop.handBackAll();
        }

        assertThat(rig.committed()).isZero();
        assertThat(rig.rollouts()).isEmpty();
    }

    @Test
    void shouldPassOverThePromptOfAPersonWhoWasErased(@TempDir Path keys) {
        AvroSerdes sealing = new AvroSerdes(LoopRig.REGISTRY, Map.of(AvroSerdes.USER_KEYS, keys.toString()));
        try (LoopRig own = new LoopRig(sealing);
                BatchSampler sampler = own.sampler()) {
            GeneratorLoop loop = own.loop(sampler, 100);
            own.prompt(sealing, Optional.of("ann"), "g1", "hello", 1, true);
            own.prompt(sealing, Optional.of("bob"), "g2", "hello", 1, true);
            assertThat(((FileVault) sealing.vault().orElseThrow()).destroy("ann"))
                    .isTrue();
            own.turns(loop, 40);

            assertThat(own.rollouts()).singleElement().satisfies(rollout -> {
                assertThat(rollout.getGroupId()).isEqualTo("g2");
                assertThat(rollout.getUserKey()).contains("bob");
            });
            assertThat(own.chunks()).isNotEmpty().allSatisfy(chunk -> assertThat(chunk.getUserKey())
                    .contains("bob"));
            assertThat(own.sent(Topics.PROMPTS.deadLetterName())).isEmpty();
            assertThat(own.committed()).isEqualTo(2);
            assertThat(own.meters
                            .counter(MetricNames.RECORDS_ERASED, "topic", Topics.PROMPTS.name())
                            .count())
                    .isEqualTo(1);
        }
    }
}
