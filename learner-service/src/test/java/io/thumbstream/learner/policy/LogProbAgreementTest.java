package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.SettingsBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of a plain sampler against what a step computes for them. */
class LogProbAgreementTest {
    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @Test
    void shouldAgreeWhenTheAnswersAreOfTheWeightsInHand() {
        assertThat(difference(OptionalLong.of(0), 0)).isCloseTo(0, within(1e-4));
    }

    @Test
    void shouldShowByHowMuchTheSamplerIsOffWhenItReportsOtherNumbers() {
        assertThat(difference(OptionalLong.of(0), 0.25f)).isCloseTo(0.25, within(1e-4));
    }

    @Test
    void shouldMeasureNothingWhenNoVersionHasTheWeights() {
        assertThat(measures(OptionalLong.empty(), 0)).doesNotContainKey(LogProbAgreement.DIFFERENCE);
    }

    @Test
    void shouldMeasureNothingWhenTheAnswersAreOfAnotherVersion() {
        assertThat(measures(OptionalLong.of(1), 0)).doesNotContainKey(LogProbAgreement.DIFFERENCE);
    }

    @Test
    void shouldMeasureNothingWhenOtherWeightsAreServedThanThePolicys() {
        PolicySettings settings = settings(List.of(TechniqueChoice.of("weight-averaging")));
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings, base, 1, 1)) {
            List<RolloutGroup> groups = TinyWorld.sample(base, 1, 4, 4, TinyWorld::sameClass, false);
            assertThat(trainer.train(groups, OptionalLong.of(0)).measures())
                    .doesNotContainKey(LogProbAgreement.DIFFERENCE);
        }
    }

    private static double difference(OptionalLong version, float off) {
        Double difference = measures(version, off).get(LogProbAgreement.DIFFERENCE);
        assertThat(difference).isNotNull();
        return difference;
    }

    private static Map<String, Double> measures(OptionalLong version, float off) {
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings(List.of()), base, 1, 1)) {
            List<RolloutGroup> groups = TinyWorld.sample(base, 1, 4, 4, TinyWorld::sameClass, false).stream()
                    .map(group -> lowered(group, off))
                    .toList();
            return trainer.train(groups, version).measures();
        }
    }

    private static RolloutGroup lowered(RolloutGroup group, float off) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (GroupRollout rollout : group.rollouts()) {
            float[] logProbs = rollout.behaviourLogProbs().clone();
            for (int t = 0; t < logProbs.length; t++) {
                logProbs[t] -= off;
            }
            rollouts.add(new GroupRollout(
                    rollout.rolloutId(),
                    rollout.promptTokens(),
                    rollout.tokens(),
                    logProbs,
                    rollout.oldestVersion(),
                    rollout.reward(),
                    rollout.label()));
        }
        return group.withRollouts(rollouts);
    }

    private static PolicySettings settings(List<TechniqueChoice> stabilizers) {
        PolicySettings small = PolicyLearningTest.settings("rloo", TechniqueChoice.of("ppo-clip"), 4e-3);
        ObjectNode other = JsonNodeFactory.instance.objectNode();
        ArrayNode names = other.putArray("stabilizers");
        stabilizers.forEach(each -> names.addObject().put("name", each.name()));
        return SettingsBinder.overlay(small, other, "policy");
    }
}
