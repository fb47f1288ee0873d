package io.thumbstream.launcher.trial;

import static io.thumbstream.launcher.trial.ProbeWorld.LONG;
import static io.thumbstream.launcher.trial.ProbeWorld.SHORT;
import static io.thumbstream.launcher.trial.ProbeWorld.WRONG;
import static io.thumbstream.launcher.trial.ProbeWorld.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GradientSignalTest {
    private static final long SEED = 3;

    private final ProbeWorld world = new ProbeWorld();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @Test
    void shouldShareOutTheSquaredLengthByHand() {
        // the mean is (1, 0.5), squares about it add up to 0.5, mean squares are 1.5
        assertThat(GradientSignal.share(List.of(new float[] {1, 0}, new float[] {1, 1})))
                .isEqualTo(1 - 0.5 / 1.5, within(1e-9));
        // three gradients of length 1 whose mean has length 1/3: 1 - 1.5 (1 - 1/9)
        assertThat(GradientSignal.share(List.of(new float[] {1}, new float[] {1}, new float[] {-1})))
                .isEqualTo(1 - 1.5 * 8 / 9, within(1e-9));
        assertThat(GradientSignal.share(List.of(new float[] {1, 0}, new float[] {0, 1})))
                .isEqualTo(0, within(1e-9));
        assertThat(GradientSignal.share(List.of(new float[] {2, 3}, new float[] {2, 3})))
                .isEqualTo(1, within(1e-9));
        assertThat(GradientSignal.share(List.of(new float[2], new float[2])))
                .as("no gradient")
                .isNaN();
    }

    /** Two groups of the same answers pull the same way when their scores do, and against each other when those are turned round. */
    @Test
    void shouldCallOnlySignalWhatPromptsAgreeOn() {
        List<AnswerGroup> groups = List.of(world.group("a", LONG, WRONG), world.group("b", LONG, WRONG));
        for (String advantage : List.of("rloo", "grpo", "opo", "group-centred")) {
            assertThat(signal(advantage, groups, scores(2, -1), scores(2, -1)))
                    .as("%s, seed %d", advantage, SEED)
                    .isEqualTo(1, within(1e-5));
        }
        assertThat(signal("rloo", groups, scores(2, -1), scores(-1, 2)))
                .as("seed %d", SEED)
                .isEqualTo(-1, within(1e-5));
        assertThat(signal("rloo", groups, scores(2, 2), scores(1, 1)))
                .as("nothing is told apart")
                .isNaN();
        assertThat(signal("rloo", groups.subList(0, 1), scores(2, -1)))
                .as("one prompt")
                .isNaN();
    }

    /** Of two parts the share is the inner product of their gradients over the mean of their squares; those are found answer by answer here. */
    @Test
    void shouldComeToWhatGradientsOfSingleAnswersComeTo() {
        List<AnswerGroup> groups = List.of(world.group("a", LONG, WRONG), world.group("b", SHORT, WRONG));
        double[] right = gradient(LONG);
        double[] brief = gradient(SHORT);
        double[] wrong = gradient(WRONG);
        // leave-one-out: an advantage is the difference to the other reward, 3 and -1 for the first answers; tokens are
        // 14 + 8 and 2 + 8
        double[] first = difference(right, wrong, 3.0 / 22);
        double[] second = difference(brief, wrong, -1.0 / 10);
        double expected = product(first, second) / ((product(first, first) + product(second, second)) / 2);

        assertThat(signal("rloo", groups, scores(2, -1), scores(0, 1)))
                .as("seed %d", SEED)
                .isEqualTo(expected, within(1e-4));
        assertThat(signal("rloo", groups, scores(20, -10), scores(0, 10)))
                .as("ten times the scale, seed %d", SEED)
                .isEqualTo(expected, within(1e-4));
        // by length the baselines are (14 * 2 - 8) / 22 = 10 / 11 and 8 / 10, the advantages 12 / 11, -21 / 11, -8 / 10
        // and 2 / 10
        double[] weighted = difference(scaled(right, 12.0 / 11), scaled(wrong, 21.0 / 11), 1.0 / 22);
        double[] other = difference(scaled(brief, -0.8), scaled(wrong, -0.2), 1.0 / 10);
        assertThat(signal("opo", groups, scores(2, -1), scores(0, 1)))
                .as("seed %d", SEED)
                .isEqualTo(
                        product(weighted, other) / ((product(weighted, weighted) + product(other, other)) / 2),
                        within(1e-4));
    }

    @Test
    void shouldKnowNoSignalWhereTheEstimatorNeedsMoreThanRewards() {
        List<AnswerGroup> groups = List.of(world.group("a", LONG, WRONG), world.group("b", LONG, WRONG));

        assertThat(signal("token-return", groups, scores(1, 0), scores(1, 0))).isNaN();
    }

    /** The weights are those of the policy that is measured, not of the one that it was made with. */
    private double signal(String advantage, List<AnswerGroup> groups, double[][]... scores) {
        try (CausalLm policy = world.model(SEED);
                CausalLm first = world.model(SEED + 1);
                GradientSignal signal =
                        new GradientSignal(first, TechniqueChoice.of(advantage), new RewardFidelity(List.of()))) {
            return signal.of(policy, groups, Arrays.asList(scores), world.bed());
        }
    }

    /** Gradient of the log-probability of an answer. */
    private double[] gradient(String answer) {
        try (CausalLm model = world.model(SEED);
                NDManager arrays = NDManager.newBaseManager(Device.cpu());
                StepScope scope = StepScope.open(arrays)) {
            model.trained().requireGrad(true);
            int[][] prompts = {world.prompt()};
            int[][] tokens = {world.tokens(answer)};
            Grad.enabled(() -> {
                NDArray sum = model.logProbs(scope.manager(), prompts, tokens)
                        .logProbs()
                        .sum();
                Grad.backward(sum);
            });
            return model.trained().arrays().stream()
                    .flatMapToDouble(leaf -> doubles(Grad.of(leaf).toFloatArray()))
                    .toArray();
        }
    }

    private static DoubleStream doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    private static double[] difference(double[] one, double[] other, double factor) {
        double[] difference = new double[one.length];
        Arrays.setAll(difference, i -> factor * (one[i] - other[i]));
        return difference;
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
