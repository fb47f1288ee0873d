package io.thumbstream.launcher.whatif;

import io.thumbstream.lab.prequential.PrequentialReport;
import io.thumbstream.learner.LearnerWhatIf.Reached;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

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
    private static final String SHARE = "effective-sample-share";
    private static final String ESTIMATE = "estimated-reward";

    public ArmResult {
        steps = List.copyOf(steps);
    }

    /** Answers compared with the recorded ones, and how many of their scores and rewards are not bit for bit the same. */
    public record Rescored(long answers, long scoresDiffering, long rewardsDiffering) {}

    /**
     * A step of the policy.
     *
     * @param step its number in the log
     * @param effectiveShare effective sample share of its answers under this policy, in (0, 1]; empty where it learned from no answer that a
     *     policy sampled
     * @param estimatedReward reward of this policy's answers by importance sampling from them; empty where that is
     */
    public record PolicyStep(long step, OptionalDouble effectiveShare, OptionalDouble estimatedReward) {
        /** Step {@code number} with what it measured, as the policy learner names it. */
        static PolicyStep of(long number, Map<String, Double> measures) {
            return new PolicyStep(number, measure(measures, SHARE), measure(measures, ESTIMATE));
        }

        private static OptionalDouble measure(Map<String, Double> measures, String name) {
            Double value = measures.get(name);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }
    }

    /** Mean effective sample share over the steps that have one; NaN without any. */
    double meanShare() {
        return steps.stream()
                .flatMapToDouble(step -> step.effectiveShare().stream())
                .average()
                .orElse(Double.NaN);
    }

    /** Mean estimated reward over the last quarter of the steps that have one; NaN without any. */
    double lateReward() {
        double[] estimates = steps.stream()
                .flatMapToDouble(step -> step.estimatedReward().stream())
                .toArray();
        return Arrays.stream(estimates)
                .skip(estimates.length - (estimates.length + 3) / 4)
                .average()
                .orElse(Double.NaN);
    }

    /** Number and effective sample share of each step that has one. */
    List<double[]> shares() {
        return points(PolicyStep::effectiveShare);
    }

    /** Number and estimated reward of each step that has one. */
    List<double[]> estimates() {
        return points(PolicyStep::estimatedReward);
    }

    private List<double[]> points(Function<PolicyStep, OptionalDouble> measure) {
        return steps.stream()
                .filter(step -> measure.apply(step).isPresent())
                .map(step -> new double[] {step.step(), measure.apply(step).getAsDouble()})
                .toList();
    }
}
