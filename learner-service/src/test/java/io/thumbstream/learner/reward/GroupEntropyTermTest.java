package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An order of three answers as three choices, and a choice between two answers to something else; two members. */
class GroupEntropyTermTest {
    private static final LabelBatch BATCH = new LabelBatch(
            List.of(
                    Labels.pair("a", "b", 1, "ann"),
                    Labels.pair("a", "c", 0, "ann"),
                    Labels.pair("b", "c", 0.5, "ann"),
                    new RewardLabel(
                            LabelKind.PAIR,
                            List.of(new ScoreInput("else", "x"), new ScoreInput("else", "y")),
                            1,
                            1,
                            Optional.empty())),
            new double[][] {{1, 2}, {1, 1}, {2, 0}, {5, 5}});
    /** Of a, b, a, c, b, c, x and y; an answer has one score wherever it stands. */
    private static final float[] SCORES = {0, 1, 0, 2, 0, 1, 3, 3, 0, 2, 3, 3, 7, -1, 2, 4};

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Slopes(float loss, float[] scores) {}

    private Slopes evaluate(double coefficient, double stdFloor, float[] scores) {
        AuxiliaryRewardTerm term = new GroupEntropyTerm(new GroupEntropyTerm.Settings(coefficient, stdFloor));
        try (StepScope scope = StepScope.open(manager)) {
            NDArray leaf = scope.manager().create(scores, new Shape(8, 2)).duplicate();
            leaf.setRequiresGradient(true);
            NDArray text = scope.manager().zeros(new Shape(8));
            RewardLoss loss = Grad.enabled(() -> {
                RewardLoss value = term.evaluate(new TrunkOutput(leaf, text), BATCH);
                Grad.backward(value.loss());
                return value;
            });
            return new Slopes(loss.loss().getFloat(), Grad.of(leaf).toFloatArray());
        }
    }

    /**
     * 0, 0 and 3 become -0.7071, -0.7071 and 1.4142, whose shares 0.0967, 0.0967 and 0.8066 have an entropy of 0.6251352; 1, 2 and 3 become
     * -1.2247, 0 and 1.2247, of 0.7361798. The three choices weigh 4 and 3, and two answers count for nothing.
     */
    @Test
    void shouldBeTheEntropyOfTheStandardisedScoresOfEachMember() {
        assertThat((double) evaluate(0.5, 0.1, SCORES).loss())
                .isCloseTo(0.5 * (4 * 0.6251352 + 3 * 0.7361798), within(1e-5));
    }

    /** Deviations of 1.4142 and 0.8165 below the floor of 3: 0, 0 and 3 become -1/3, -1/3 and 2/3; 1, 2 and 3 become -1/3, 0 and 1/3. */
    @Test
    void shouldDivideByTheFloorWhenScoresAreClose() {
        double first = entropy(-1.0 / 3, -1.0 / 3, 2.0 / 3);
        double second = entropy(-1.0 / 3, 0, 1.0 / 3);

        assertThat((double) evaluate(1, 3, SCORES).loss()).isCloseTo(4 * first + 3 * second, within(1e-5));
    }

    private static double entropy(double... logits) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        double entropy = 0;
        for (double logit : logits) {
            entropy -= Math.exp(logit) / sum * (logit - Math.log(sum));
        }
        return entropy;
    }

    @Test
    void shouldAgreeWithFiniteDifferencesAboveTheFloorAndBelow() {
        float step = 1e-2f;
        for (double floor : new double[] {0.1, 3}) {
            Slopes slopes = evaluate(0.5, floor, SCORES);
            for (int i = 0; i < SCORES.length; i++) {
                float[] above = SCORES.clone();
                above[i] += step;
                float[] below = SCORES.clone();
                below[i] -= step;
                double slope = (evaluate(0.5, floor, above).loss()
                                - evaluate(0.5, floor, below).loss())
                        / (2.0 * step);
                assertThat((double) slopes.scores()[i])
                        .as("floor %f, score %d", floor, i)
                        .isCloseTo(slope, within(1e-2));
            }
            assertThat(slopes.scores()[7])
                    .as("the best answer of the second member rises")
                    .isNegative();
            assertThat(slopes.scores()[12]).as("one of two answers").isZero();
        }
    }

    @Test
    void shouldBeFiniteAndPullNowhereWhenAllScoresAreAlike() {
        Slopes slopes = evaluate(1, 0.1, new float[16]);

        assertThat((double) slopes.loss()).isCloseTo(7 * Math.log(3), within(1e-5));
        assertThat(slopes.scores()).containsExactly(new float[16], within(1e-6f));
    }

    @Test
    void shouldRefuseAFloorThatIsNone() {
        assertThatThrownBy(() -> new GroupEntropyTerm.Settings(1, 0)).hasMessageContaining("std-floor is 0.0");
    }
}
