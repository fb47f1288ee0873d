package io.thumbstream.lab.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Tastes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VotingWorldTest {
    private static final SupportTask TASK = SupportTask.load();
    private static final FirewallPlan PLAN = FirewallPlan.of(1500);
    private static final Predicate<WorldVote> HOSTILE = vote -> vote.person().startsWith("hostile-");

    private final VotingWorld world = new VotingWorld(TASK, PLAN, 1);

    @Test
    void shouldGiveTheSameHonestVotesInEveryArm() {
        List<WorldVote> honest = world.votes(false, false);
        List<WorldVote> attacked = world.votes(true, false);

        assertThat(honest).hasSize(1500).isEqualTo(new VotingWorld(TASK, PLAN, 1).votes(false, false));
        assertThat(attacked.stream().filter(HOSTILE.negate())).containsExactlyElementsOf(honest);
        assertThat(world.votes(false, true))
                .as("the minority judges the same answers")
                .extracting(WorldVote::input)
                .containsExactlyElementsOf(honest.stream().map(WorldVote::input).toList());
    }

    @Test
    void shouldGiveHostileAccountsTheirShareOfVotes() {
        List<WorldVote> lies = world.votes(true, false).stream().filter(HOSTILE).toList();

        assertThat(world.hostile()).as("5 % of 140").hasSize(7);
        assertThat(lies.stream().map(WorldVote::person).collect(Collectors.toSet()))
                .isEqualTo(Set.copyOf(world.hostile()));
        assertThat(lies.size()).as("7 * 15 / 133 of 1,500, in salvos of 40").isBetween(1145, 1185);
        assertThat(new VotingWorld(TASK, PLAN.quiet(), 1)
                        .votes(true, false).stream().filter(HOSTILE).count())
                .isBetween(77L, 80L);
    }

    @Test
    void shouldDifferInTheMinoritysVotesOnly() {
        List<WorldVote> honest = world.votes(false, false);
        List<WorldVote> mixed = world.votes(false, true);
        Set<String> changed = new HashSet<>();
        for (int i = 0; i < honest.size(); i++) {
            if (!honest.get(i).equals(mixed.get(i))) {
                changed.add(honest.get(i).person());
            }
        }

        assertThat(changed).as("at most a tenth of 133").hasSizeBetween(8, 14);
    }

    @Test
    void shouldLetTheHonestPassProbesAndTheHostileFail() {
        Map<Object, Boolean> right =
                world.probes().stream().collect(Collectors.toMap(Probe::input, Probe::approve, (one, other) -> one));
        List<WorldVote> probed = world.votes(true, true).stream()
                .filter(vote -> right.containsKey(vote.input()))
                .toList();
        Predicate<WorldVote> rightly = vote -> right.getOrDefault(vote.input(), false) == vote.up();

        assertThat(share(probed, HOSTILE.negate(), rightly)).as("seed 1").isGreaterThan(0.8);
        assertThat(share(probed, HOSTILE, rightly)).as("seed 1").isLessThan(0.25);
    }

    private static double share(List<WorldVote> votes, Predicate<WorldVote> who, Predicate<WorldVote> what) {
        List<WorldVote> all = votes.stream().filter(who).toList();
        assertThat(all).hasSizeGreaterThan(30);
        return (double) all.stream().filter(what).count() / all.size();
    }

    @Test
    void shouldTiltTowardsWhatScoresSayAndNotMoveWithoutThem() {
        TiltedPolicy policy = new TiltedPolicy(TASK, 7);
        double[] even = policy.weights(
                inputs -> inputs.stream().map(input -> new double[] {3, 5}).toArray(double[][]::new));
        double[] longest = policy.weights(inputs -> inputs.stream()
                .map(input -> new double[] {input.response().length() / 10.0})
                .toArray(double[][]::new));

        assertThat(policy.utility(even, Tastes.first())).isCloseTo(policy.untilted(Tastes.first()), within(1e-9));
        assertThat(policy.utility(longest, Tastes.second()))
                .as("the second taste likes detail, the first does not")
                .isGreaterThan(policy.utility(longest, Tastes.first()));
    }
}
