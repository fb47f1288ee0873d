package io.thumbstream.launcher.offline;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.lab.offline.LoggedAction;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recorded answers as logged actions: with which probability a policy would have given the whole answer. One thread owns it. */
final class AnswerLogProbs implements AutoCloseable {
    private static final int MOST_TOKENS = 2048;

    private final CausalLm policy;
    private final double temperature;
    private final NDManager arrays = NDManager.newBaseManager(Device.cpu());

    /**
     * @param policy owned by this object from now on
     * @param temperature at which it would answer, above 0
     */
    AnswerLogProbs(CausalLm policy, double temperature) {
        this.policy = policy;
        this.temperature = temperature;
        Grad.prepareThread();
    }

    /** The answers of one prompt that a policy of ours sampled, in order; they are one group of actions. Nobody knows how likely others were. */
    List<LoggedAction> actions(RolloutGroup group) {
        return group.sampled().map(this::ofPolicies).orElse(List.of());
    }

    private List<LoggedAction> ofPolicies(RolloutGroup group) {
        List<LoggedAction> actions = new ArrayList<>();
        List<GroupRollout> pass = new ArrayList<>();
        int longest = 0;
        for (GroupRollout rollout : group.rollouts()) {
            longest = Math.max(longest, rollout.length());
            if (!pass.isEmpty() && longest * (pass.size() + 1) > MOST_TOKENS) {
                add(actions, group, pass);
                pass.clear();
                longest = rollout.length();
            }
            pass.add(rollout);
        }
        add(actions, group, pass);
        return actions;
    }

    private void add(List<LoggedAction> actions, RolloutGroup group, List<GroupRollout> pass) {
        double[] target = logProbs(pass);
        for (int i = 0; i < target.length; i++) {
            double behaviour = 0;
            for (float logProb : pass.get(i).behaviourLogProbs()) {
                behaviour += logProb;
            }
            actions.add(new LoggedAction(
                    group.groupId(), behaviour, target[i], pass.get(i).reward(), Optional.empty()));
        }
    }

    /** Log-probability of each whole answer, unit nat. */
    private double[] logProbs(List<GroupRollout> rollouts) {
        int[][] prompts = rollouts.stream().map(GroupRollout::promptTokens).toArray(int[][]::new);
        int[][] answers = rollouts.stream().map(GroupRollout::tokens).toArray(int[][]::new);
        double[] sums = new double[answers.length];
        try (StepScope scope = StepScope.open(arrays)) {
            TokenBatch batch = policy.logProbs(scope.manager(), prompts, answers, temperature);
            float[] byToken = batch.logProbs().toFloatArray();
            int time = (int) batch.logProbs().getShape().get(1);
            for (int i = 0; i < sums.length; i++) {
                for (int t = 0; t < answers[i].length; t++) {
                    sums[i] += byToken[i * time + t];
                }
            }
        }
        return sums;
    }

    @Override
    public void close() {
        arrays.close();
        policy.close();
    }
}
