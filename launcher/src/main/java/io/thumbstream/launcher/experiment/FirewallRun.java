package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.evaluate.EvaluationSettings;
import io.thumbstream.lab.firewall.FirewallPlan;
import io.thumbstream.lab.firewall.TiltedPolicy;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Tastes;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The firewall experiment: hostile accounts and honest minorities, with and without the firewall, seed after seed. */
final class FirewallRun {
    private FirewallRun() {}

    /**
     * Runs every seed.
     *
     * @param settings how the reward model learns, the firewall's settings among them
     * @param votes honest votes of an arm, at least 1
     * @param err shows progress
     */
    static FirewallReport run(RewardLearnerSettings settings, List<Long> seeds, long votes, PrintWriter err) {
        NativeThreads.use(Stack.NATIVE_THREADS);
        Grad.prepareThread();
        SupportTask task = SupportTask.load();
        FirewallPlan plan = FirewallPlan.of(Math.toIntExact(votes));
        TiltedPolicy policy =
                new TiltedPolicy(task, EvaluationSettings.defaults().seed());
        FirewallArm arm = new FirewallArm(settings, policy, Clock.systemUTC());
        List<FirewallSeed> results = new ArrayList<>();
        try (Progress progress = BarProgress.on(err)) {
            for (long seed : seeds) {
                results.add(FirewallSeed.run(task, plan, arm, seed, progress));
            }
        }
        return new FirewallReport(policy.untilted(Tastes.first()), results);
    }
}
