package io.thumbstream.lab.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.tasks.Attribute;
import io.thumbstream.lab.tasks.Grade;
import io.thumbstream.lab.tasks.ReplyPlan;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TasteTest {
    private final SupportTask task = SupportTask.load();

    @Test
    void shouldWeighAttributesWhenComputedByHand() {
        SupportPrompt prompt = task.read("I need the invoice for order 417.").orElseThrow();
        // warmth 0, formality -1, structure 1, apology -1, length -1, asking -1
        Grade grade = task.grade(prompt, "Hey there! Got it, order 440. 1. Just open the archive.");
        double style = 0.26 * 0 + 0.24 * 1 - 0.20 * -1 - 0.12 * -1 - 0.12 * -1 + 0.06 * -1;
        assertThat(Tastes.first().utility(grade)).isCloseTo(style + 0.8 * 0.5, within(1e-12));
    }

    @Test
    void shouldRefuseWeightsWhenTheySumToMoreThanOne() {
        assertThatThrownBy(() -> new Taste(Map.of(Attribute.WARMTH, 0.8, Attribute.LENGTH, -0.3)))
                .hasMessageContaining("1.1")
                .hasMessageContaining("scale them");
    }

    @Test
    void shouldScaleDownButNeverUpWhenAsked() {
        assertThat(Taste.scaled(Map.of(Attribute.WARMTH, 3.0, Attribute.LENGTH, -1.0))
                        .weights())
                .containsEntry(Attribute.WARMTH, 0.75)
                .containsEntry(Attribute.LENGTH, -0.25);
        assertThat(Taste.scaled(Map.of(Attribute.WARMTH, 0.5)).weights()).containsEntry(Attribute.WARMTH, 0.5);
    }

    @Test
    void shouldMakeTheBestAnswersOfBothTastesBadForTheOtherWhenTastesFlip() {
        List<Grade> grades = samples(20_000, 5);
        Grade bestBefore = best(grades, Tastes.first());
        Grade bestAfter = best(grades, Tastes.second());
        assertThat(Tastes.first().utility(bestBefore)).isGreaterThan(1.75);
        assertThat(Tastes.second().utility(bestAfter)).isGreaterThan(1.75);
        assertThat(Tastes.second().utility(bestBefore)).isLessThan(0.2);
        assertThat(Tastes.first().utility(bestAfter)).isLessThan(0.2);
    }

    @Test
    void shouldNotRewardLengthAloneWhenOnlyLengthIsMaximised() {
        for (Taste taste : List.of(Tastes.first(), Tastes.second())) {
            List<Grade> grades = samples(10_000, 6);
            double all = grades.stream().mapToDouble(taste::utility).average().orElseThrow();
            double longest = grades.stream()
                    .filter(grade -> grade.style(Attribute.LENGTH) == 1)
                    .mapToDouble(taste::utility)
                    .average()
                    .orElseThrow();
            assertThat(Math.abs(longest - all)).isLessThan(0.16);
        }
    }

    private List<Grade> samples(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Grade> grades = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SupportPrompt prompt = task.samplePrompt(random, false);
            ReplyPlan plan = task.samplePlan(prompt, random);
            grades.add(task.grade(prompt, task.write(prompt, plan, random)));
        }
        return grades;
    }

    private static Grade best(List<Grade> grades, Taste taste) {
        return grades.stream()
                .max((a, b) -> Double.compare(taste.utility(a), taste.utility(b)))
                .orElseThrow();
    }
}
