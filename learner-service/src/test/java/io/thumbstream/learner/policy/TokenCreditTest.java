package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a reward lies in an answer changes what is learned under token-return, and nothing under rloo. */
class TokenCreditTest {
    private static final long SEED = 7;

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
        NativeThreads.use(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ppo-clip", "asymmetric-clip", "decoupled-ppo", "reinforce", "advantage-weighted"})
    void shouldLearnOtherwiseWhenTheSameRewardLiesElsewhere(String objective) {
        try (CausalLm model = TinyWorld.base(3)) {
            Map<String, float[]> rloo = gradient(model, "rloo", objective, TokenCreditTest::atFirst);
            Map<String, float[]> last = gradient(model, "token-return", objective, TokenCreditTest::atLast);
            Map<String, float[]> first = gradient(model, "token-return", objective, TokenCreditTest::atFirst);

            assertThat(distance(rloo, last)).as("seed %d: as rloo", SEED).isZero();
            assertThat(distance(last, first)).as("seed %d: moved", SEED).isGreaterThan(1e-3);
        }
    }

    @Test
    void shouldReadTokenRewardsOnlyWhenATechniqueDoes() {
        assertThat(settings("token-return", "reinforce").readsTokenRewards()).isTrue();
        assertThat(settings("rloo", "reinforce").readsTokenRewards()).isFalse();
        assertThat(PolicySettings.defaults().readsTokenRewards()).isFalse();
    }

    private static PolicySettings settings(String advantage, String objective) {
        return PolicyLearningTest.settings(advantage, TechniqueChoice.of(objective), 4e-3);
    }

    /** Slopes of the weights by the name of each. */
    private static Map<String, float[]> gradient(
            CausalLm reference, String advantage, String objective, Function<GroupRollout, float[]> credit) {
        PolicyStages stages = PolicyStages.of(settings(advantage, objective));
        StepRows rows = StepRows.of(credited(reference, credit), stages);
        try (CausalLm policy = TinyWorld.base(4);
                Lanes lanes =
                        new Lanes(policy, Optional.of(new Reference(reference, 1, Optional.empty())), 1, false, 1, 1)) {
            stages.objective().beginStep();
            Map<String, Double> measures = lanes.gradient(rows, stages, 100_000, OptionalLong.empty());
            assertThat(measures.getOrDefault(StepMeasures.LOSS, Double.NaN)).isFinite();
            Map<String, float[]> slopes = new TreeMap<>();
            for (String name : policy.parameters().names()) {
                slopes.put(name, Grad.of(policy.parameters().get(name)).toFloatArray());
            }
            return slopes;
        }
    }

    private static List<RolloutGroup> credited(CausalLm model, Function<GroupRollout, float[]> credit) {
        List<RolloutGroup> groups = new ArrayList<>();
        for (RolloutGroup group : TinyWorld.sample(model, SEED, 4, 4, TinyWorld::sameClass, false)) {
            List<GroupRollout> rollouts = new ArrayList<>();
            for (GroupRollout whole : group.rollouts()) {
                rollouts.add(whole.withTokenRewards(credit.apply(whole)));
            }
            groups.add(group.withRollouts(rollouts));
        }
        return groups;
    }

    private static float[] atFirst(GroupRollout rollout) {
        float[] credit = new float[rollout.tokens().length];
        credit[0] = (float) rollout.reward();
        return credit;
    }

    private static float[] atLast(GroupRollout rollout) {
        float[] credit = new float[rollout.tokens().length];
        credit[credit.length - 1] = (float) rollout.reward();
        return credit;
    }

    private static double distance(Map<String, float[]> one, Map<String, float[]> other) {
        assertThat(other).containsOnlyKeys(one.keySet());
        double squares = 0;
        for (Map.Entry<String, float[]> entry : one.entrySet()) {
            float[] slopes = other.getOrDefault(entry.getKey(), new float[0]);
            assertThat(slopes).as(entry.getKey()).hasSameSizeAs(entry.getValue());
            for (int i = 0; i < slopes.length; i++) {
                squares += Math.pow(slopes[i] - entry.getValue()[i], 2);
            }
        }
        return Math.sqrt(squares);
    }
}
