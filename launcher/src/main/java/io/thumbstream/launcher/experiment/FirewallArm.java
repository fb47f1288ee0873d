package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.firewall.Probe;
import io.thumbstream.lab.firewall.TiltedPolicy;
import io.thumbstream.lab.firewall.WorldVote;
import io.thumbstream.lab.users.Tastes;
import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.StepSeeds;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardCoreSettings;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunks;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One arm of the firewall experiment: votes through the reward learner as it is, on the n-gram trunk, and the policy that its scores ask for.
 */
final class FirewallArm {
    private static final String TOPIC = "labels";

    private final RewardLearnerSettings settings;
    private final TiltedPolicy policy;
    private final Clock clock;

    /**
     * What an arm came to.
     *
     * @param first utility of the policy to people of the majority's taste, in points
     * @param second utility to people of the other taste, in points
     * @param quarantined accounts in quarantine in the end
     */
    record Result(double first, double second, Set<String> quarantined) {
        Result {
            quarantined = Set.copyOf(quarantined);
        }
    }

    FirewallArm(RewardLearnerSettings settings, TiltedPolicy policy, Clock clock) {
        this.settings = settings;
        this.policy = policy;
        this.clock = clock;
    }

    /** Without the firewall. */
    Result open(List<WorldVote> votes, long seed) {
        return run(votes, TrustSettings.off(), seed);
    }

    /** With the configured firewall and these probes. */
    Result guarded(List<WorldVote> votes, List<Probe> probes, long seed) {
        List<TrustSettings.Probe> known = probes.stream()
                .map(probe -> new TrustSettings.Probe(
                        probe.input().prompt(), probe.input().response(), probe.approve()))
                .toList();
        return run(votes, settings.core().trust().withProbes(known), seed);
    }

    private Result run(List<WorldVote> votes, TrustSettings trust, long seed) {
        RewardCoreSettings core = settings.core().withoutWait().withTrust(trust);
        try (RewardCore learner =
                new RewardCore(core, RewardTrunks.ngram(settings.ngram(), seed), RewardModelFiles::load, clock)) {
            long step = 0;
            for (int i = 0; i < votes.size(); i++) {
                learner.accept(record(i, votes.get(i)));
                if ((i + 1) % core.batch() == 0 || i + 1 == votes.size()) {
                    step = learn(learner, step, seed);
                }
            }
            double[] weights = policy.weights(learner::scores);
            Set<String> quarantined = new TreeSet<>(learner.notable().stream()
                    .filter(Verdict::quarantined)
                    .map(Verdict::person)
                    .toList());
            return new Result(
                    policy.utility(weights, Tastes.first()), policy.utility(weights, Tastes.second()), quarantined);
        }
    }

    /** Takes steps until all labels had their share of uses; returns the number of the last one. */
    private static long learn(RewardCore learner, long last, long seed) {
        long step = last + 1;
        Optional<StepPlan<RewardLabel>> plan = learner.plan(context(step, seed));
        while (plan.isPresent()) {
            var unused = learner.apply(plan.get());
            step++;
            plan = learner.plan(context(step, seed));
        }
        return step - 1;
    }

    private static StepContext context(long step, long seed) {
        return new StepContext(step, StepSeeds.of(seed, step), 0);
    }

    private static InputRecord<RewardLabel> record(long offset, WorldVote vote) {
        RewardLabel label = new RewardLabel(
                LabelKind.BINARY,
                List.of(vote.input()),
                vote.up() ? 1 : 0,
                1,
                Optional.of(vote.person()),
                Optional.of(vote.at()),
                Evidence.PLAIN);
        return new InputRecord<>(new Position(TOPIC, 0, offset), vote.id(), 1, label);
    }
}
