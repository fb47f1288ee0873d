package io.thumbstream.generator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.explore.Explorers;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final Planner planner = planner(1);

    @Test
    void shouldPutDisplayedAnswersFirstWhenAPersonWaits() {
        GroupPlan plan = planner.plan(Jobs.job("g", 4, 2, true, 0), 0);

        assertThat(plan.answers().stream().map(a -> a.request().priority()))
                .containsExactly(Priority.INTERACTIVE, Priority.INTERACTIVE, Priority.BACKGROUND, Priority.BACKGROUND);
        assertThat(plan.answers().stream().map(a -> a.request().id())).containsExactly("g.0", "g.1", "g.2", "g.3");
        assertThat(plan.answers().stream().map(GroupPlan.PlannedAnswer::displayed))
                .containsExactly(true, true, false, false);
        assertThat(plan.shed()).isZero();
    }

    @Test
    void shouldGiveTheSameSeedsWhenThePromptIsPlannedAgain() {
        List<Long> first = seeds(planner, Jobs.job("g", 4, 1, true, 0));

        assertThat(seeds(planner(1), Jobs.job("g", 4, 1, true, 0)))
                .isEqualTo(first)
                .doesNotHaveDuplicates()
                .allMatch(seed -> seed >= 0 && seed < 1L << 53, "a whole number that a double holds");
        assertThat(seeds(planner, Jobs.job("h", 4, 1, true, 0))).doesNotContainAnyElementsOf(first);
        assertThat(seeds(planner(2), Jobs.job("g", 4, 1, true, 0))).doesNotContainAnyElementsOf(first);
    }

    @Test
    void shouldFollowTheCallersSeedWhenThereIsOne() {
        assertThat(seeds(planner, Jobs.job("g", 4, 1, true, 77)))
                .isEqualTo(seeds(planner(2), Jobs.job("other", 4, 1, true, 77)));
    }

    @Test
    void shouldShedTheUnseenAnswersWhenTooManyWait() {
        GroupPlan plan = planner.plan(Jobs.job("g", 8, 1, true, 0), 14);

        assertThat(plan.size()).isEqualTo(1);
        assertThat(plan.shed()).isEqualTo(7);
        assertThat(plan.answers().get(0).request().priority()).isEqualTo(Priority.INTERACTIVE);
        assertThat(planner.plan(Jobs.job("g", 8, 1, true, 0), 13).size()).isEqualTo(8);
    }

    @Test
    void shouldShedTheWholeGroupWhenItIsBackgroundWork() {
        assertThat(planner.plan(Jobs.job("g", 8, 1, false, 0), 19).shed()).isEqualTo(8);
    }

    private static List<Long> seeds(Planner planner, PromptJob job) {
        return planner.plan(job, 0).answers().stream()
                .map(a -> a.request().seed())
                .toList();
    }

    private static Planner planner(long seed) {
        return new Planner(
                Explorers.CATALOG.create("plain"),
                new PromptRenderer(new ChatFormat(new ByteTokenizer()), 64, 8),
                new SeededRandom(seed),
                20);
    }
}
