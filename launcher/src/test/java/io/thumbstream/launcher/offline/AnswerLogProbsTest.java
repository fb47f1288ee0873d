package io.thumbstream.launcher.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.lab.offline.LoggedAction;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerLogProbsTest {
    private static final LmConfig CONFIG = new LmConfig(12, 32, 2, 2, 2, 64, 16, 10_000, 1e-6, false);
    private static final long SEED = 3;
    private static final int[] PROMPT = {3, 7};
    private static final double TEMPERATURE = 0.8;

    @Test
    void shouldSumTheTokensOfEachAnswerAsIfItStoodAlone() {
        int[][] answers = {{8, 1}, {2, 10, 3, 1}, {5}};
        RolloutGroup group = group(answers);

        try (AnswerLogProbs policy = new AnswerLogProbs(model(), TEMPERATURE)) {
            List<LoggedAction> actions = policy.actions(group);

            assertThat(actions).hasSize(3).allMatch(action -> action.group().equals("g"));
            for (int i = 0; i < answers.length; i++) {
                assertThat(actions.get(i).targetLogProb())
                        .as("answer %d, seed %d", i, SEED)
                        .isCloseTo(alone(answers[i]), within(1e-4));
                assertThat(actions.get(i).behaviourLogProb()).isCloseTo(-0.5 * answers[i].length, within(1e-9));
                assertThat(actions.get(i).reward()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldGiveTheSameWhenAGroupNeedsSeveralPasses() {
        int[][] answers = new int[150][14];
        for (int[] answer : answers) {
            Arrays.setAll(answer, t -> (t * 5 + 1) % 12);
        }
        try (AnswerLogProbs policy = new AnswerLogProbs(model(), TEMPERATURE)) {
            double expected = alone(answers[0]);

            assertThat(policy.actions(group(answers))).hasSize(150).allSatisfy(action -> assertThat(
                            action.targetLogProb())
                    .as("seed %d", SEED)
                    .isCloseTo(expected, within(1e-3)));
        }
    }

    @Test
    void shouldLeaveOutAnswersThatNoPolicySampled() {
        RolloutGroup own = group(new int[][] {{8, 1}, {5}});
        List<GroupRollout> written = new ArrayList<>(own.rollouts());
        written.add(0, new GroupRollout("else", PROMPT, new int[] {2}, new float[1], -1, 9, Optional.empty()));
        try (AnswerLogProbs policy = new AnswerLogProbs(model(), TEMPERATURE)) {
            assertThat(policy.actions(own.withRollouts(written)))
                    .extracting(LoggedAction::reward)
                    .containsExactly(0.0, 1.0);
            assertThat(policy.actions(own.withRollouts(written.subList(0, 1)))).isEmpty();
        }
    }

    private static CausalLm model() {
        return CausalLm.create(CONFIG, SEED, Device.cpu());
    }

    /** Each token was sampled with log-probability -0.5; the reward is the place in the group. */
    private static RolloutGroup group(int[][] answers) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            float[] sampled = new float[answers[i].length];
            Arrays.fill(sampled, -0.5f);
            rollouts.add(new GroupRollout("g." + i, PROMPT, answers[i], sampled, 0, i, Optional.empty()));
        }
        return new RolloutGroup("g", 1, rollouts, Instant.EPOCH);
    }

    private static double alone(int[] answer) {
        Grad.prepareThread();
        double sum = 0;
        try (CausalLm model = model();
                NDManager arrays = NDManager.newBaseManager(Device.cpu());
                StepScope scope = StepScope.open(arrays)) {
            for (float logProb : model.logProbs(
                            scope.manager(), new int[][] {PROMPT}, new int[][] {answer}, TEMPERATURE)
                    .logProbs()
                    .toFloatArray()) {
                sum += logProb;
            }
        }
        return sum;
    }
}
