package io.thumbstream.generator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.explore.Explorers;
import io.thumbstream.generator.schedule.GroupPlan.PlannedAnswer;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.SamplingSettings;
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

    @Test
    void shouldPlanAnswersOfTheStartPolicyLastAndAsTheCallerAskedWhateverTheExplorerDoes() {
        GroupPlan plan = planner(1, "temperature-ladder", 2).plan(Jobs.job("g", 3, 1, true, 0), 0);

        assertThat(plan.answers().stream().map(a -> a.request().id()))
                .containsExactly("g.0", "g.1", "g.2", "g.3", "g.4");
        assertThat(plan.answers().stream().map(PlannedAnswer::index)).containsExactly(0, 1, 2, 3, 4);
        assertThat(plan.answers().stream().map(PlannedAnswer::ofStart))
                .containsExactly(false, false, false, true, true);
        assertThat(plan.answers().get(2).request().sampling()).isNotEqualTo(SamplingSettings.plain(8));
        assertThat(plan.answers().subList(3, 5)).allSatisfy(answer -> {
            assertThat(answer.arm()).isEqualTo("start-policy");
            assertThat(answer.displayed()).isFalse();
            assertThat(answer.request().priority()).isEqualTo(Priority.BACKGROUND);
            assertThat(answer.request().sampling()).isEqualTo(SamplingSettings.plain(8));
        });
    }

    @Test
    void shouldGiveThemSeedsOfTheirOwnThatDoNotHangOnTheSizeOfTheGroup() {
        Planner both = planner(1, "plain", 2);
        List<Long> small = seeds(both, Jobs.job("g", 3, 1, true, 0));
        List<Long> large = seeds(both, Jobs.job("g", 7, 1, true, 0));

        assertThat(small).doesNotHaveDuplicates().allMatch(seed -> seed >= 0 && seed < 1L << 53);
        assertThat(small.subList(0, 3)).isEqualTo(seeds(planner, Jobs.job("g", 3, 1, true, 0)));
        assertThat(large).doesNotHaveDuplicates();
        assertThat(large.subList(7, 9)).isEqualTo(small.subList(3, 5));
        assertThat(seeds(both, Jobs.job("h", 3, 1, true, 0)).subList(3, 5)).doesNotContainAnyElementsOf(small);
    }

    @Test
    void shouldShedThemWithTheUnseenAnswers() {
        Planner both = planner(1, "plain", 2);

        assertThat(both.plan(Jobs.job("g", 8, 1, true, 0), 11).size()).isEqualTo(10);
        GroupPlan shed = both.plan(Jobs.job("g", 8, 1, true, 0), 12);
        assertThat(shed.shed()).isEqualTo(9);
        assertThat(shed.answers().stream().map(PlannedAnswer::ofStart)).containsExactly(false);
    }

    private static List<Long> seeds(Planner planner, PromptJob job) {
        return planner.plan(job, 0).answers().stream()
                .map(a -> a.request().seed())
                .toList();
    }

    private static Planner planner(long seed) {
        return planner(seed, "plain", 0);
    }

    private static Planner planner(long seed, String explorer, int startAnswers) {
        return new Planner(
                Explorers.CATALOG.create(explorer),
                new PromptRenderer(new ChatFormat(new ByteTokenizer()), 64, 8),
                new SeededRandom(seed),
                20,
                startAnswers);
    }
}
