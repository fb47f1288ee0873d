package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.firewall.FirewallPlan;
import io.thumbstream.lab.firewall.Probe;
import io.thumbstream.lab.firewall.VotingWorld;
import io.thumbstream.lab.firewall.WorldVote;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.launcher.console.Progress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one seed of the firewall experiment showed; each arm without and with the firewall.
 *
 * @param seed root of all randomness
 * @param honest everybody honest and of one taste
 * @param honestGuarded the same, guarded
 * @param loud hostile accounts vote as often as they can
 * @param loudGuarded the same, guarded
 * @param quiet hostile accounts vote as often as the others
 * @param quietGuarded the same, guarded
 * @param minority everybody honest, a minority of another taste
 * @param minorityGuarded the same, guarded
 * @param accounts hostile accounts
 */
record FirewallSeed(
        long seed,
        FirewallArm.Result honest,
        FirewallArm.Result honestGuarded,
        FirewallArm.Result loud,
        FirewallArm.Result loudGuarded,
        FirewallArm.Result quiet,
        FirewallArm.Result quietGuarded,
        FirewallArm.Result minority,
        FirewallArm.Result minorityGuarded,
        List<String> accounts) {
    private static final int ARMS = 8;

    FirewallSeed {
        accounts = List.copyOf(accounts);
    }

    /** Runs all arms. */
    static FirewallSeed run(SupportTask task, FirewallPlan plan, FirewallArm arm, long seed, Progress progress) {
        progress.phase("seed " + seed, ARMS);
        VotingWorld world = new VotingWorld(task, plan, seed);
        VotingWorld hush = new VotingWorld(task, plan.quiet(), seed);
        List<Probe> probes = world.probes();
        List<WorldVote> honest = world.votes(false, false);
        FirewallArm.Result open = arm.open(honest, seed);
        FirewallArm.Result guarded = arm.guarded(honest, probes, seed);
        progress.done(2);
        List<WorldVote> loud = world.votes(true, false);
        FirewallArm.Result loudOpen = arm.open(loud, seed);
        FirewallArm.Result loudGuarded = arm.guarded(loud, probes, seed);
        progress.done(4);
        List<WorldVote> quiet = hush.votes(true, false);
        FirewallArm.Result quietOpen = arm.open(quiet, seed);
        FirewallArm.Result quietGuarded = arm.guarded(quiet, probes, seed);
        progress.done(6);
        List<WorldVote> minority = world.votes(false, true);
        FirewallSeed result = new FirewallSeed(
                seed,
                open,
                guarded,
                loudOpen,
                loudGuarded,
                quietOpen,
                quietGuarded,
                arm.open(minority, seed),
                arm.guarded(minority, probes, seed),
                world.hostile());
        progress.done(ARMS);
        return result;
    }

    /** What loud hostile accounts move the policy by, without the firewall, in points. */
    double moved() {
        return honest.first() - loud.first();
    }

    /** The same with the firewall, in points. */
    double movedGuarded() {
        return honestGuarded.first() - loudGuarded.first();
    }

    /** What quiet hostile accounts move the policy by, without the firewall, in points. */
    double movedQuietly() {
        return honest.first() - quiet.first();
    }

    /** The same with the firewall, in points. */
    double movedQuietlyGuarded() {
        return honestGuarded.first() - quietGuarded.first();
    }

    /** What the minority gains, to its own taste, by voting as it feels, without the firewall, in points. */
    double gain() {
        return minority.second() - honest.second();
    }

    /** The same with the firewall, in points. */
    double gainGuarded() {
        return minorityGuarded.second() - honestGuarded.second();
    }

    /** Share of the loud hostile accounts that are in quarantine in the end. */
    double caught() {
        return (double) accounts.stream()
                        .filter(loudGuarded.quarantined()::contains)
                        .count()
                / accounts.size();
    }

    /** Honest people who are in quarantine in the end of any guarded arm. */
    long wronged() {
        Set<String> all = new HashSet<>(honestGuarded.quarantined());
        all.addAll(loudGuarded.quarantined());
        all.addAll(quietGuarded.quarantined());
        all.addAll(minorityGuarded.quarantined());
        return all.stream().filter(person -> !accounts.contains(person)).count();
    }
}
