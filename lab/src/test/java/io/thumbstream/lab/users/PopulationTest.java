package io.thumbstream.lab.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.tasks.Grade;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Habits of the simulated people: rate 20 %, 68 % up, median 166 s, p99 767 s, 5 % noise, each within its bound. */
class PopulationTest {
    private static final int EVENTS = 20_000;

    private final SupportTask task = SupportTask.load();
    private final UserSettings settings = UserSettings.defaults();
    private final FeedbackHabits habits = settings.habits();

    private record Reaction(SimulatedUser user, List<Action> actions) {}

    @Test
    void shouldKeepTheMeasuredHabitsWhenTwentyThousandAnswersAreShown() {
        List<Reaction> reactions = reactions(Population.of(task, settings), 21);
        List<Action> first = reactions.stream()
                .filter(reaction -> !reaction.actions().isEmpty())
                .map(reaction -> reaction.actions().get(0))
                .toList();
        assertThat((double) first.size() / EVENTS).as("vote rate").isBetween(0.19, 0.21);

        double up = reactions.stream()
                .flatMap(reaction -> lastThumb(reaction).stream())
                .mapToDouble(action -> action.value() > 0 ? 1 : 0)
                .average()
                .orElseThrow();
        assertThat(up).as("share of thumbs up").isBetween(0.65, 0.71);

        List<Double> seconds = first.stream()
                .map(action -> action.delay().toNanos() / 1e9 * habits.timeFactor())
                .sorted(Comparator.naturalOrder())
                .toList();
        assertThat(seconds.get(seconds.size() / 2)).as("median think time").isBetween(156.0, 176.0);
        assertThat(seconds.get((int) (seconds.size() * 0.99)))
                .as("p99 think time")
                .isBetween(660.0, 880.0);

        assertThat(share(first, Action.Kind.RATING)).as("ratings").isBetween(0.035, 0.065);
        assertThat(share(first, Action.Kind.EDIT)).as("edits").isBetween(0.012, 0.028);
        double twice = reactions.stream()
                .filter(reaction -> reaction.actions().size() == 2)
                .count();
        assertThat(twice / first.size()).as("changed or withdrawn").isBetween(0.035, 0.060);
    }

    @Test
    void shouldHaveSilentAndHostilePeopleInTheWantedShares() {
        List<SimulatedUser> users = Population.of(task, settings).users();
        assertThat(users).filteredOn(user -> user.voteRate() == 0).hasSize(60);
        assertThat(users).filteredOn(SimulatedUser::hostile).hasSize(4).allMatch(user -> user.voteRate() > 0);
        assertThat(users.stream().mapToDouble(SimulatedUser::voteRate).average().orElseThrow())
                .isCloseTo(0.20, within(1e-9));
    }

    @Test
    void shouldDrawTheSamePeopleWhenSeedIsTheSame() {
        assertThat(Population.of(task, settings)).isEqualTo(Population.of(task, settings));
        assertThat(Population.of(task, settings)).isNotEqualTo(Population.of(task, settings.withSeed(2)));
    }

    @Test
    void shouldFindTheThresholdWhenUtilitiesAreAllEqual() {
        // 0.68 = m * 0.95 + (1 - m) * 0.05 gives m = 0.7 and logit(0.7) = 0.847297860387
        double threshold = VoteThreshold.calibrate(new double[] {1, 1}, habits);
        assertThat(threshold).isCloseTo(1 - habits.sharpness() * 0.847297860387, within(1e-9));
    }

    @Test
    void shouldVoteAgainstTheOwnFeelingWhenHostile() {
        Population population = Population.of(task, settings);
        SimulatedUser honest = new SimulatedUser("a", java.util.Map.of(), 1, false);
        SimulatedUser liar = new SimulatedUser("b", java.util.Map.of(), 1, true);
        assertThat(upShare(honest, population)).isGreaterThan(0.9);
        assertThat(upShare(liar, population)).isLessThan(0.1);
    }

    @Test
    void shouldPreferTheBetterOfTwoWhenBothAreShown() {
        SimulatedUser user = new SimulatedUser("a", java.util.Map.of(), 1, false);
        SupportPrompt prompt = task.read("I need the invoice for order 417.").orElseThrow();
        Grade good = task.grade(prompt, "Hey there! Sorry for the mess. Got it, order 417. 1. Just open the archive.");
        Grade bad = task.grade(prompt, "We have noted order 417. Please open the archive.");
        SplittableRandom random = new SplittableRandom(3);
        double chosen = 0;
        for (int i = 0; i < 1000; i++) {
            List<Action> actions = user.react(task, prompt, List.of(bad, good), Tastes.first(), 0.5, habits, random);
            assertThat(actions).singleElement().extracting(Action::kind).isEqualTo(Action.Kind.PAIR);
            chosen += actions.get(0).value() < 0 ? 1 : 0;
        }
        assertThat(chosen / 1000).isGreaterThan(0.9);
        assertThat(user.react(task, prompt, List.of(good, good), Tastes.first(), 0.5, habits, random))
                .singleElement()
                .extracting(Action::value)
                .isEqualTo(0.0);
    }

    @Test
    void shouldRefuseHabitsWhenTheyContradictEachOther() {
        assertThatThrownBy(() -> new FeedbackHabits(
                        0.2, 0.68, Duration.ofSeconds(100), Duration.ofSeconds(90), 1, 0.05, 0.2, 0.3, 0, 0, 0, 0, 0))
                .hasMessageContaining("think-median < think-p99");
    }

    private double upShare(SimulatedUser user, Population population) {
        SupportPrompt prompt = task.read("I need the invoice for order 417.").orElseThrow();
        Grade good = task.grade(
                prompt, "Hey there! Sorry for the mess. Got it, order 417. 1. Just open the archive. Happy to help!");
        SplittableRandom random = new SplittableRandom(9);
        return java.util.stream.IntStream.range(0, 2000)
                .mapToObj(i -> new Reaction(
                        user,
                        user.react(
                                task, prompt, List.of(good), Tastes.first(), population.threshold(), habits, random)))
                .flatMap(reaction -> lastThumb(reaction).stream())
                .mapToDouble(action -> action.value() > 0 ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private List<Reaction> reactions(Population population, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Reaction> reactions = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            SimulatedUser user =
                    population.users().get(random.nextInt(population.users().size()));
            SupportPrompt prompt = task.samplePrompt(random, false);
            Grade grade = task.grade(prompt, task.write(prompt, task.samplePlan(prompt, random), random));
            reactions.add(new Reaction(
                    user,
                    user.react(task, prompt, List.of(grade), Tastes.first(), population.threshold(), habits, random)));
        }
        return reactions;
    }

    private static List<Action> lastThumb(Reaction reaction) {
        List<Action> thumbs = reaction.actions().stream()
                .filter(action -> action.kind() == Action.Kind.THUMB)
                .toList();
        return thumbs.isEmpty() ? List.of() : List.of(thumbs.get(thumbs.size() - 1));
    }

    private static double share(List<Action> actions, Action.Kind kind) {
        return (double) actions.stream().filter(action -> action.kind() == kind).count() / actions.size();
    }
}
