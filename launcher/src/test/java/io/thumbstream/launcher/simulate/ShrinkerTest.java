package io.thumbstream.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How small a failing schedule becomes. */
class ShrinkerTest {
    private static final int RECORDS = 40;

    @Test
    void shouldKeepOnlyWhatTheFailureNeeds() {
        Schedule schedule = ScheduleMaker.of(4, RECORDS);
        Set<Step> needed = Set.of(
                schedule.steps().get(3), schedule.steps().get(schedule.steps().size() - 2));

        Schedule smallest = new Shrinker(each -> each.steps().containsAll(needed), 10_000).shrink(schedule);

        assertThat(schedule.steps()).hasSizeGreaterThan(20);
        assertThat(smallest.steps()).hasSize(2).containsAll(needed);
    }

    @Test
    void shouldGiveAnAnswerAndItsVoteInOrderWhenVotesAreLost() {
        Predicate<Schedule> fails = each -> new Examination(new Planted.LostVotes())
                .examine(each).violations().stream()
                        .anyMatch(violation -> violation.detail().contains("is in no label"));
        Schedule failing = ScheduleMaker.of(1, RECORDS);
        assertThat(fails.test(failing)).isTrue();

        Schedule smallest = new Shrinker(fails, 3_000).shrink(failing);

        assertThat(smallest.steps().stream()
                        .map(Step::getClass)
                        .map(Class::getSimpleName)
                        .collect(Collectors.toList()))
                .containsExactlyInAnyOrder("Answer", "Vote");
        assertThat(smallest.feeds()).allSatisfy(feed -> assertThat(feed.at()).isEqualTo(feed.time()));
        assertThat(smallest.groups()).hasSize(1);
        assertThat(fails.test(smallest)).isTrue();
    }

    @Test
    void shouldStopWhenItsTriesRunOut() {
        AtomicInteger asked = new AtomicInteger();
        Schedule schedule = ScheduleMaker.of(2, RECORDS);

        Schedule smallest = new Shrinker(each -> asked.incrementAndGet() < 0, 25).shrink(schedule);

        assertThat(asked).hasValue(25);
        assertThat(smallest.steps()).isEqualTo(schedule.steps());
    }
}
