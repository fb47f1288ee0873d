package io.thumbstream.launcher.whatif;

import io.thumbstream.lab.prequential.PrequentialReport;
import io.thumbstream.learner.LearnerWhatIf.Reached;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What an arm came to with one seed.
 *
 * @param foreseen how well the reward model foresaw the labels
 * @param rescored scores and rewards beside the recorded ones
 * @param steps steps of the policy that were taken
 * @param reward where the reward model came to
 * @param policy where the policy came to
 * @param gold true utility of that policy to simulated people, unit points, where it was measured
 */
public record ArmResult(
        Arm arm,
        PrequentialReport foreseen,
        Rescored rescored,
        List<PolicyStep> steps,
        Reached reward,
        Reached policy,
        OptionalDouble gold) {
    public ArmResult {
        steps = List.copyOf(steps);
    }

    /** Answers compared with the recorded ones, and how many of their scores and rewards are not bit for bit the same. */
    public record Rescored(long answers, long scoresDiffering, long rewardsDiffering) {}

    /**
     * A step of the policy.
     *
     * @param step its number in the log
     * @param effectiveShare effective sample share of its answers under this policy, in (0, 1]
     * @param estimatedReward reward of this policy's answers by importance sampling from them
     */
    public record PolicyStep(long step, double effectiveShare, double estimatedReward) {}

    /** Mean effective sample share over the steps; NaN without one. */
    double meanShare() {
        return steps.stream().mapToDouble(PolicyStep::effectiveShare).average().orElse(Double.NaN);
    }

    /** Mean estimated reward over the last quarter of the steps; NaN without one. */
    double lateReward() {
        return steps.subList(steps.size() - (steps.size() + 3) / 4, steps.size()).stream()
                .mapToDouble(PolicyStep::estimatedReward)
                .average()
                .orElse(Double.NaN);
    }
}
