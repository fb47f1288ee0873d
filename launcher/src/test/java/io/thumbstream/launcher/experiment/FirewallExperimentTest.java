package io.thumbstream.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.firewall.FirewallPlan;
import io.thumbstream.lab.firewall.TiltedPolicy;
import io.thumbstream.lab.firewall.VotingWorld;
import io.thumbstream.lab.firewall.WorldVote;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Tastes;
import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.model.tensor.Grad;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The firewall experiment on fewer votes than its command takes. */
class FirewallExperimentTest {
    private static final int VOTES = 1000;
    private static final long SEED = 1;
    private static final SupportTask TASK = SupportTask.load();

    private final VotingWorld world = new VotingWorld(TASK, FirewallPlan.of(VOTES), SEED);
    private final TiltedPolicy policy = new TiltedPolicy(TASK, 7);
    private final FirewallArm arm = new FirewallArm(RewardLearnerSettings.defaults(), policy, Clock.systemUTC());

    @BeforeAll
    static void prepare() {
        Grad.prepareThread();
    }

    @Test
    void shouldCatchHostileAccountsAndKeepThePolicyWhenTheFirewallStands() {
        List<WorldVote> honest = world.votes(false, false);
        List<WorldVote> attacked = world.votes(true, false);
        FirewallArm.Result before = arm.open(honest, SEED);
        FirewallArm.Result open = arm.open(attacked, SEED);
        FirewallArm.Result guarded = arm.guarded(attacked, world.probes(), SEED);

        assertThat(before.first()).as("seed 1: votes teach").isGreaterThan(policy.untilted(Tastes.first()) + 0.1);
        assertThat(before.first() - open.first()).as("the attack works").isGreaterThan(0.1);
        assertThat(before.first() - guarded.first())
                .as("the firewall takes more than half of it even on few votes, before all are caught")
                .isLessThan((before.first() - open.first()) / 2);
        assertThat(guarded.quarantined()).isNotEmpty();
        assertThat(Set.copyOf(world.hostile())).containsAll(guarded.quarantined());
    }

    @Test
    void shouldChangeNextToNothingForHonestPeopleWhenThereAreNoProbes() {
        List<WorldVote> minority = world.votes(false, true);
        FirewallArm.Result guarded = arm.guarded(minority, List.of(), SEED);
        FirewallArm.Result open = arm.open(minority, SEED);

        assertThat(guarded.quarantined()).isEmpty();
        assertThat(guarded.first())
                .as("seed 1: the most diligent are cut a little")
                .isCloseTo(open.first(), within(0.01));
        assertThat(guarded.second()).isCloseTo(open.second(), within(0.01));
    }

    @Test
    void shouldPutTheRatiosFirst() {
        FirewallArm.Result good = new FirewallArm.Result(1, 0.5, Set.of("someone"));
        FirewallArm.Result bad = new FirewallArm.Result(0.6, 0.4, Set.of());
        FirewallArm.Result held = new FirewallArm.Result(0.9, 0.4, Set.of("hostile-0"));
        FirewallArm.Result other = new FirewallArm.Result(0.8, 0.7, Set.of());
        FirewallSeed seed =
                new FirewallSeed(3, good, good, bad, held, held, good, other, other, List.of("hostile-0", "hostile-1"));

        Figures figures = new FirewallReport(0.2, List.of(seed)).figures();

        assertThat(figures.list().subList(0, 2))
                .extracting(Figure::name)
                .containsExactly("hostile-moved-share", "minority-gain-kept");
        assertThat(figures.list().get(0).value()).as("0.1 of 0.4").isEqualTo((1 - 0.9) / (1 - 0.6));
        assertThat(figures.list().get(1).value()).isEqualTo(1);
        assertThat(value(figures, "hostile-quarantined")).isEqualTo(0.5);
        assertThat(value(figures, "honest-quarantined")).isEqualTo(1);
    }

    private static double value(Figures figures, String name) {
        return figures.list().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
