package io.thumbstream.launcher.trial;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.learner.advantage.AdvantageEstimator;
import io.thumbstream.learner.advantage.AdvantageEstimators;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which share of a policy gradient is no noise.
 *
 * <p>Measured prompts are dealt out to {@code K = 8} parts, to as many as there are prompts where there are fewer. Part {@code k} has the gradient
 * {@code g_k = sum A grad log pi / T} over the tokens of its answers, {@code T} of them, with the advantages {@code A} that the estimator of the arm
 * makes of the rewards of all measured answers. The share is {@code 1 - s^2 / m}, with {@code s^2 = sum |g_k - mean g|^2 / (K - 1)} and
 * {@code m = sum |g_k|^2 / K}: the expectation of {@code m - s^2} is the squared length of the true gradient, that of {@code m} is this plus the
 * variance of a part's. So 1 is a gradient without noise, and noise alone is about 0, by chance below it. Source: Hao et al., On-Policy RL with Optimal
 * Reward Baseline, 2025, arXiv 2505.23585, for variance as what a baseline is judged by; McCandlish et al., An Empirical Model of Large-Batch Training,
 * 2018, arXiv 1812.06162, for variance relative to the squared gradient. Ours is a share, so that rewards and estimators of every scale can be compared.
 *
 * <p>It is the plain gradient whatever the objective of the arm is. Estimators that need more than rewards have none. One thread owns it.
 */
final class GradientSignal implements AutoCloseable {
    private static final int PARTS = 8;
    private static final Set<Signal> KNOWN = Set.of(Signal.GROUP, Signal.REWARD);

    private final Optional<AdvantageEstimator> advantage;
    private final RewardFidelity rewards;
    private final CausalLm model;
    private final NDManager arrays;

    /**
     * Nothing is measured yet.
     *
     * @param first policy of the shape of those that will be measured; only copied
     * @param advantage estimator of the arm
     * @param rewards what the arm makes of scores
     */
    GradientSignal(CausalLm first, TechniqueChoice advantage, RewardFidelity rewards) {
        this.advantage = Optional.of(AdvantageEstimators.CATALOG.create(advantage))
                .filter(estimator -> KNOWN.containsAll(estimator.needs()));
        this.rewards = rewards;
        model = first.copy();
        model.trained().requireGrad(true);
        arrays = NDManager.newBaseManager(Device.cpu());
    }

    /**
     * The share of the policy that gave the answers, at most 1; NaN where it cannot be said.
     *
     * @param policy with whole weights; only read
     * @param scores that the arm has, {@code [answer][member]} for each group
     */
    double of(CausalLm policy, List<AnswerGroup> groups, List<double[][]> scores, Bed bed) {
        int parts = Math.min(PARTS, groups.size());
        List<RolloutGroup> step = rewarded(groups, scores, bed);
        if (advantage.isEmpty() || parts < 2 || step.size() < groups.size()) {
            return Double.NaN;
        }
        List<List<float[]>> advantages = advantage.orElseThrow().estimateStep(step);
        model.parameters().copyFrom(policy.parameters());
        List<float[]> gradients = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            List<GroupRollout> answers = new ArrayList<>();
            List<float[]> own = new ArrayList<>();
            for (int group = part; group < step.size(); group += parts) {
                answers.addAll(step.get(group).rollouts());
                own.addAll(advantages.get(group));
            }
            gradients.add(gradient(answers, own));
        }
        return share(gradients);
    }

    /** The groups with their rewards, without those that the arm does not reward answer by answer. */
    private List<RolloutGroup> rewarded(List<AnswerGroup> groups, List<double[][]> scores, Bed bed) {
        List<RolloutGroup> rewarded = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<RolloutEvent> answers = groups.get(g).answers();
            double[] given = rewards.rewards(groups.get(g), scores.get(g), bed);
            if (given.length != answers.size()) {
                continue;
            }
            List<GroupRollout> rollouts = new ArrayList<>();
            for (int i = 0; i < given.length; i++) {
                rollouts.add(rollout(answers.get(i), given[i]));
            }
            rewarded.add(new RolloutGroup(groups.get(g).id(), 1, rollouts, Instant.EPOCH));
        }
        return rewarded;
    }

    /** How likely its tokens were is not asked for. */
    private static GroupRollout rollout(RolloutEvent answer, double reward) {
        return new GroupRollout(
                answer.id(),
                answer.trace().promptTokens(),
                answer.trace().tokens(),
                new float[answer.trace().length()],
                answer.oldestPolicyVersion(),
                reward,
                Optional.empty());
    }

    /** All of the gradient in a row. */
    private float[] gradient(List<GroupRollout> answers, List<float[]> advantages) {
        float[] all = new float[(int) model.trained().size()];
        try (StepScope scope = StepScope.open(arrays)) {
            Grad.enabled(() -> Grad.backward(gain(scope.manager(), answers, advantages)));
            int from = 0;
            for (NDArray leaf : model.trained().arrays()) {
                float[] own = Grad.of(leaf).toFloatArray();
                System.arraycopy(own, 0, all, from, own.length);
                from += own.length;
                Grad.clear(leaf);
            }
        }
        return all;
    }

    /** {@code sum A log pi / T}, shape {@code []}. */
    private NDArray gain(NDManager manager, List<GroupRollout> answers, List<float[]> advantages) {
        int[][] prompts = answers.stream().map(GroupRollout::promptTokens).toArray(int[][]::new);
        int[][] tokens = answers.stream().map(GroupRollout::tokens).toArray(int[][]::new);
        TokenBatch now = model.logProbs(manager, prompts, tokens);
        Shape shape = now.mask().getShape();
        int time = (int) shape.get(1);
        float[] weights = new float[tokens.length * time];
        int counted = 0;
        for (int i = 0; i < tokens.length; i++) {
            System.arraycopy(advantages.get(i), 0, weights, i * time, tokens[i].length);
            counted += tokens[i].length;
        }
        NDArray weighted = now.logProbs().mul(Owned.of(manager, weights, shape));
        return Scalars.over(Masked.sum(weighted, now.mask()), counted);
    }

    /**
     * Share of the mean squared length that is not variance, at most 1; NaN where all are zero.
     *
     * @param gradients at least two, of one length
     */
    static double share(List<float[]> gradients) {
        double parts = gradients.size();
        double[] mean = new double[gradients.get(0).length];
        double squares = 0;
        for (float[] gradient : gradients) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += gradient[i] / parts;
                squares += (double) gradient[i] * gradient[i] / parts;
            }
        }
        double common = Arrays.stream(mean).map(each -> each * each).sum();
        double variance = (squares - common) * parts / (parts - 1);
        return squares > 0 ? 1 - variance / squares : Double.NaN;
    }

    @Override
    public void close() {
        arrays.close();
        model.close();
    }
}
