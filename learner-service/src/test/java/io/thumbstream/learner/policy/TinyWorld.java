package io.thumbstream.learner.policy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.random.SeededRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/** A transformer of 20 thousand parameters over 12 tokens, a plain sampler, and a reward that can be computed. */
final class TinyWorld {
    static final int VOCABULARY = 12;
    static final int ANSWER = 6;
    static final LmConfig CONFIG = new LmConfig(VOCABULARY, 32, 2, 2, 2, 64, 16, 10_000, 1e-6, false);

    private TinyWorld() {}

    static CausalLm base(long seed) {
        return CausalLm.create(CONFIG, seed, Device.cpu());
    }

    /** Share of answer tokens of the same class modulo 3 as the prompt's only token; 1/3 by chance. */
    static double sameClass(int[] prompt, int[] answer) {
        int hits = 0;
        for (int token : answer) {
            hits += token % 3 == prompt[0] % 3 ? 1 : 0;
        }
        return (double) hits / answer.length;
    }

    /** {@code groups} groups of {@code size} sampled answers of fixed length. */
    static List<RolloutGroup> sample(
            CausalLm policy, long seed, int groups, int size, ToDoubleBiFunction<int[], int[]> reward, boolean thumbs) {
        SeededRandom random = new SeededRandom(seed);
        int rows = groups * size;
        int[][] sequence = new int[rows][1 + ANSWER];
        float[][] logProbs = new float[rows][ANSWER];
        for (int row = 0; row < rows; row++) {
            sequence[row][0] = (row / size + (int) seed) % VOCABULARY;
        }
        for (int t = 0; t < ANSWER; t++) {
            extend(policy, sequence, logProbs, t, random);
        }
        List<RolloutGroup> result = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            List<GroupRollout> rollouts = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int row = g * size + i;
                int[] prompt = {sequence[row][0]};
                int[] answer = java.util.Arrays.copyOfRange(sequence[row], 1, 1 + ANSWER);
                double value = reward.applyAsDouble(prompt, answer);
                Optional<BinaryLabel> label = thumbs
                        ? Optional.of(new BinaryLabel(random.nextDouble() < 0.1 + 0.8 * value ? 1 : 0, 1))
                        : Optional.empty();
                String id = "s" + seed + "g" + g;
                rollouts.add(new GroupRollout(id + "." + i, prompt, answer, logProbs[row], 0, value, label));
            }
            result.add(new RolloutGroup("s" + seed + "g" + g, 1, rollouts, Instant.ofEpochSecond(seed)));
        }
        return result;
    }

    private static void extend(CausalLm policy, int[][] sequence, float[][] logProbs, int t, SeededRandom random) {
        try (StepScope scope =
                StepScope.open(policy.parameters().arrays().get(0).getManager())) {
            Grad.off(() -> {
                long[] ids = new long[sequence.length * (t + 1)];
                for (int row = 0; row < sequence.length; row++) {
                    for (int i = 0; i <= t; i++) {
                        ids[row * (t + 1) + i] = sequence[row][i];
                    }
                }
                NDArray scores = policy.logits(
                                scope.manager(), scope.manager().create(ids, new Shape(sequence.length, t + 1)))
                        .get(":, -1")
                        .logSoftmax(-1);
                float[] values = scores.toFloatArray();
                for (int row = 0; row < sequence.length; row++) {
                    int token = draw(values, row * VOCABULARY, random.nextDouble());
                    sequence[row][t + 1] = token;
                    logProbs[row][t] = Math.min(0, values[row * VOCABULARY + token]);
                }
            });
        }
    }

    private static int draw(float[] logProbs, int start, double uniform) {
        double sum = 0;
        for (int i = 0; i < VOCABULARY; i++) {
            sum += Math.exp(logProbs[start + i]);
            if (uniform < sum) {
                return i;
            }
        }
        return VOCABULARY - 1;
    }

    /** The same group, its labels by this person. */
    static RolloutGroup by(String person, RolloutGroup group) {
        return group.withRollouts(group.rollouts().stream()
                .map(answer -> new GroupRollout(
                        answer.rolloutId(),
                        answer.promptTokens(),
                        answer.tokens(),
                        answer.behaviourLogProbs(),
                        answer.oldestVersion(),
                        answer.reward(),
                        answer.label().map(label -> new BinaryLabel(label.value(), 1, Optional.of(person)))))
                .toList());
    }

    static double meanReward(List<RolloutGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.rollouts().stream())
                .mapToDouble(GroupRollout::reward)
                .average()
                .orElseThrow();
    }
}
