package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step on groups that hold an answer of somebody else, which is worth more than any of the policy's. */
class SourceStepTest {
    private static final int GROUPS = 4;

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @Test
    void shouldTakeAStepOnTriplesWithoutWeighingAnswersThatNoPolicySampled() {
        StepOutcome mixed = step(PairRowsTest.fromSources(TechniqueChoice.of("wrpo")));

        assertThat(mixed.skipped()).isEmpty();
        assertThat(mixed.samples()).isEqualTo(3 * pairs());
        // the step is on policy, so that every own answer weighs the same
        assertThat(measure(mixed, "effective-sample-share")).isCloseTo(1, within(1e-3));
        assertThat(measure(mixed, LogProbAgreement.DIFFERENCE)).isCloseTo(0, within(1e-4));
    }

    @Test
    void shouldTakeAStepOnPairsAloneWhereTheObjectiveMixesNothing() {
        assertThat(step(PairRowsTest.fromSources(TechniqueChoice.of("dpo"))).samples())
                .isEqualTo(2 * pairs());
    }

    @Test
    void shouldCorrectForTheSamplerAsIfTheOthersWereNotThere() {
        PolicySettings settings = PolicyLearningTest.settings("rloo", TechniqueChoice.of("ppo-clip"), 1e-3);
        StepOutcome outcome = step(settings);

        assertThat(outcome.samples()).isEqualTo(4 * GROUPS);
        for (String name : List.of(StepMeasures.LOSS, "reward", "effective-sample-share")) {
            assertThat(measure(outcome, name)).as(name).isEqualTo(measure(step(settings, 0), name));
        }
    }

    /** Groups whose own answers differ in reward. */
    private static int pairs() {
        try (CausalLm base = TinyWorld.base(3)) {
            int pairs =
                    (int) sampled(base).stream().filter(RolloutGroup::hasSpread).count();
            assertThat(pairs).isPositive();
            return pairs;
        }
    }

    private static List<RolloutGroup> sampled(CausalLm base) {
        return TinyWorld.sample(base, 1, GROUPS, 4, TinyWorld::sameClass, false);
    }

    private static StepOutcome step(PolicySettings settings) {
        return step(settings, 1);
    }

    private static StepOutcome step(PolicySettings settings, int others) {
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings, base, 1, 1)) {
            List<RolloutGroup> groups = sampled(base).stream()
                    .map(group -> others == 0 ? group : PairRowsTest.withOther(group, 2))
                    .toList();
            return trainer.train(groups, OptionalLong.of(0));
        }
    }

    private static double measure(StepOutcome outcome, String name) {
        Double measure = outcome.measures().get(name);
        assertThat(measure).as(name).isNotNull();
        return measure;
    }
}
