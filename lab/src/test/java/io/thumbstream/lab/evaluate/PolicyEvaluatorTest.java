package io.thumbstream.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.tasks.Attribute;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Tastes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyEvaluatorTest {
    private final SupportTask task = SupportTask.load();
    private final PolicyEvaluator evaluator =
            new PolicyEvaluator(task, Tastes.first(), new EvaluationSettings(200, 4, 64, 50, false, 5));

    @Test
    void shouldFindRoomAboveTheBaseWhenTheBestOfManyIsChosen() {
        PolicyScore base = evaluator.score(this::grammar);
        assertThat(base.answers()).isEqualTo(800);
        // correctness is 0.82 on average, every style attribute 0
        assertThat(base.utility().mean()).isCloseTo(0.8 * 0.82, within(0.06));
        assertThat(base.correctness()).isCloseTo(0.82, within(0.03));
        assertThat(base.style().get(Attribute.WARMTH)).isCloseTo(0, within(0.08));
        assertThat(base.utility().low()).isLessThan(base.utility().mean());
        assertThat(evaluator.bestOf(this::grammar).mean()).isBetween(1.5, 1.8);
    }

    @Test
    void shouldRefuseWhenThePolicyLeavesMessagesOut() {
        assertThatThrownBy(() -> evaluator.score((prompts, perPrompt, seed) -> List.of()))
                .hasMessageContaining("0 of 200");
    }

    private List<List<String>> grammar(List<String> prompts, int perPrompt, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return prompts.stream()
                .map(text -> {
                    SupportPrompt prompt = task.read(text).orElseThrow();
                    return IntStream.range(0, perPrompt)
                            .mapToObj(i -> task.write(prompt, task.samplePlan(prompt, random), random))
                            .toList();
                })
                .toList();
    }
}
