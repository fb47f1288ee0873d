package io.thumbstream.launcher.trial;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.List;
import java.util.Optional;

/** Measures of a policy that need more than its sampled answers. The first policy has to be measured first. One thread owns it. */
final class PolicyProbe implements AutoCloseable {
    private final NDManager arrays;
    private final GradientSignal signal;
    private Optional<PairProbe> pairs = Optional.empty();

    /**
     * Nothing is measured yet.
     *
     * @param first policy that the arm begins with; only copied
     * @param advantage estimator of the arm
     * @param rewards what the arm makes of scores
     */
    PolicyProbe(CausalLm first, TechniqueChoice advantage, RewardFidelity rewards) {
        arrays = NDManager.newBaseManager(Device.cpu());
        signal = new GradientSignal(first, advantage, rewards);
    }

    /**
     * Measures a policy.
     *
     * @param policy with whole weights; only read
     * @param groups answers that it sampled
     * @param likeliest its most likely answer to each prompt
     * @param scores of the sampled answers, {@code [answer][member]} for each group
     * @param bed says what answers are worth
     */
    PolicyInside of(
            CausalLm policy, List<AnswerGroup> groups, List<AnswerGroup> likeliest, List<double[][]> scores, Bed bed) {
        PairProbe.LogProbs now = answers -> logProbs(policy, answers);
        PairProbe fixed = pairs.orElseGet(() -> new PairProbe(groups, bed, now));
        pairs = Optional.of(fixed);
        double greedy = likeliest.stream()
                .flatMap(group -> group.answers().stream())
                .mapToDouble(answer ->
                        bed.worth(answer.trace().promptTokens(), answer.trace().tokens()))
                .average()
                .orElse(Double.NaN);
        return new PolicyInside(fixed.chosen(now), fixed.rejected(now), signal.of(policy, groups, scores, bed), greedy);
    }

    /** Log-probability of each whole answer, unit nat. */
    double[] logProbs(CausalLm policy, List<RolloutEvent> answers) {
        int[][] prompts =
                answers.stream().map(each -> each.trace().promptTokens()).toArray(int[][]::new);
        int[][] tokens = answers.stream().map(each -> each.trace().tokens()).toArray(int[][]::new);
        double[] sums = new double[tokens.length];
        try (StepScope scope = StepScope.open(arrays)) {
            NDArray found = Grad.off(
                    () -> policy.logProbs(scope.manager(), prompts, tokens).logProbs());
            float[] byToken = found.toFloatArray();
            int time = (int) found.getShape().get(1);
            for (int i = 0; i < sums.length; i++) {
                for (int t = 0; t < tokens[i].length; t++) {
                    sums[i] += byToken[i * time + t];
                }
            }
        }
        return sums;
    }

    @Override
    public void close() {
        arrays.close();
        signal.close();
    }
}
