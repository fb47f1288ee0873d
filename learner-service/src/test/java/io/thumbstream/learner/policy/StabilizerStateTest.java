package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers that stabilizers keep belong to the learner's state, and one of them may hold the policy still. */
class StabilizerStateTest {
    private static final TechniqueChoice STOP = new TechniqueChoice(
            "overoptimization-stop", JsonNodeFactory.instance.objectNode().put("labels", 32));

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    private static PolicySettings settings(String objective) {
        return KeptWeightsTest.with(
                PolicyLearningTest.settings("rloo", TechniqueChoice.of(objective), 4e-3), List.of(STOP));
    }

    /** Eight groups of four answers, all judged alike, with scores raised by as much, which the advantages do not see. */
    private static List<RolloutGroup> judged(CausalLm base, int step, double raised, double label) {
        return TinyWorld.sample(base, 100L + step, 8, 4, TinyWorld::sameClass, false).stream()
                .map(group -> group.withRollouts(group.rollouts().stream()
                        .map(answer -> judged(answer, raised, label))
                        .toList()))
                .toList();
    }

    private static GroupRollout judged(GroupRollout answer, double raised, double label) {
        return answer.judged(label).withScore(answer.reward() + raised);
    }

    private static Map<String, Double> taken(PolicyTrainer trainer, List<RolloutGroup> groups) {
        var outcome = trainer.train(groups);
        assertThat(outcome.skipped()).isEmpty();
        return outcome.measures();
    }

    @Test
    void shouldHoldThePolicyStillWhileScoresRiseAndPeopleDoNotApproveAndThenGoOn() {
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings("reinforce"), base, 1, 5)) {
            assertThat(taken(trainer, judged(base, 0, 0, 1))).containsEntry("stopped", 0.0);
            taken(trainer, judged(base, 1, 5, 0));
            String before = trainer.digest();
            taken(trainer, judged(base, 2, 5, 0));
            String held = trainer.digest();
            assertThat(held).as("the second alarm is heard after its step").isNotEqualTo(before);
            assertThat(taken(trainer, judged(base, 3, 5, 0)).get("stopped")).isGreaterThan(0.99);
            assertThat(trainer.digest()).isEqualTo(held);
            taken(trainer, judged(base, 0, 0, 0));
            assertThat(trainer.digest())
                    .as("scores are as in the first step again")
                    .isEqualTo(held);
            assertThat(taken(trainer, judged(base, 5, 0, 0))).containsEntry("stopped", 0.0);
            assertThat(trainer.digest()).isNotEqualTo(held);
        }
    }

    /** A window of 32 judged answers is half full after 32 of which the firewall left half. */
    @Test
    void shouldCountOfJudgedAnswersWhatTheFirewallLeft() {
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings("reinforce"), base, 1, 5)) {
            List<RolloutGroup> halves = judged(base, 0, 0, 1).stream()
                    .map(group -> group.withRollouts(group.rollouts().stream()
                            .map(answer -> answer.weighed(0.5))
                            .toList()))
                    .toList();
            assertThat(taken(trainer, halves)).containsEntry("stopped", 0.0);

            assertThat(trainer.stageState().stabilizers().getOrDefault("overoptimization-stop", Map.of()))
                    .containsEntry("window-answers", 16.0)
                    .containsEntry("window-weight", 16.0);
        }
    }

    @Test
    void shouldGoOnAlikeWhenTheStateIsRestored(@TempDir Path directory) throws IOException {
        for (int cut = 1; cut < 5; cut++) {
            Path saved = Files.createDirectory(directory.resolve("after-" + cut));
            try (CausalLm base = TinyWorld.base(3);
                    PolicyTrainer trainer = new PolicyTrainer(settings("reinforce"), base, 1, 5);
                    PolicyTrainer resumed = new PolicyTrainer(settings("reinforce"), base, 1, 5)) {
                for (int step = 0; step < 6; step++) {
                    List<RolloutGroup> groups = judged(base, step, step == 0 || step > 3 ? 0 : 5, step == 0 ? 1 : 0);
                    assertThat(taken(trainer, groups)).containsKeys("score-rise", "label-rise");
                    if (step == cut) {
                        trainer.save(saved, "base");
                        resumed.load(saved, trainer.stageState());
                    } else if (step > cut) {
                        assertThat(taken(resumed, groups)).containsKey("stopped");
                        assertThat(resumed.digest())
                                .as("step %d after %d", step, cut)
                                .isEqualTo(trainer.digest());
                    }
                }

                assertThat(resumed.stageState()).as("cut %d", cut).isEqualTo(trainer.stageState());
            }
        }
    }

    @Test
    void shouldNameTheStabilizerThatMeasuresWhatAnotherDoes() {
        PolicySettings both = KeptWeightsTest.with(
                settings("reinforce"), List.of(TechniqueChoice.of("kl-penalty"), TechniqueChoice.of("adaptive-kl")));

        assertThatThrownBy(() -> PolicyStages.of(both))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("stabilizer adaptive-kl measures 'kl-to-reference'");
    }

    @Test
    void shouldRefuseToReadJudgementsWhereAnObjectivePutsPairsInTheirPlace() {
        assertThatThrownBy(() -> PolicyStages.of(settings("dpo")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("overoptimization-stop")
                .hasMessageContaining("another objective than dpo");
    }
}
