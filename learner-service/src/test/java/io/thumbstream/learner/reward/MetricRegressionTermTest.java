package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An edit that keeps half of the words, and a choice that is no edit; two members. */
class MetricRegressionTermTest {
    private static final LabelBatch BATCH = new LabelBatch(
            List.of(
                    Labels.knownBy(
                            Labels.pair("the parcel has arrived", "the red parcel arrived", 1, "ann"),
                            new Evidence(FeedbackKind.EDIT, false, 0, 1)),
                    Labels.pair("a", "b", 1, "ann")),
            new double[][] {{1, 2}, {1, 1}});
    private static final float[] SCORES = {1, 0.5f, -0.5f, 0.25f, 3, 3, -3, -3};

    private final NDManager manager = NDManager.newBaseManager();
    private final AuxiliaryRewardTerm term = new MetricRegressionTerm(new MetricRegressionTerm.Settings(0.5, 2));

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

    private Slopes evaluate(float[] scores) {
        try (StepScope scope = StepScope.open(manager)) {
            NDArray leaf = scope.manager().create(scores, new Shape(4, 2)).duplicate();
            leaf.setRequiresGradient(true);
            NDArray text = scope.manager().zeros(new Shape(4));
            RewardLoss loss = Grad.enabled(() -> {
                RewardLoss value = term.evaluate(new TrunkOutput(leaf, text), BATCH);
                Grad.backward(value.loss());
                return value;
            });
            return new Slopes(loss.loss().getFloat(), Grad.of(leaf).toFloatArray());
        }
    }

    /** The edit is to lead by 2 (1 - 0.5) = 1; it does by 1.5 and 0.25: 0.5 (1 0.25 + 2 0.5625). */
    @Test
    void shouldRegressTheLeadOfAnEditOnHowMuchWasChangedAndLeaveOtherChoicesOut() {
        Slopes slopes = evaluate(SCORES);

        assertThat((double) slopes.loss()).isCloseTo(0.6875, within(1e-5));
        assertThat(slopes.scores()).containsExactly(new float[] {0.5f, -1.5f, -0.5f, 1.5f, 0, 0, 0, 0}, within(1e-5f));
    }

    @Test
    void shouldAgreeWithFiniteDifferences() {
        Slopes slopes = evaluate(SCORES);
        float step = 1e-2f;
        for (int i = 0; i < SCORES.length; i++) {
            float[] above = SCORES.clone();
            above[i] += step;
            float[] below = SCORES.clone();
            below[i] -= step;
            double slope = (evaluate(above).loss() - evaluate(below).loss()) / (2.0 * step);
            assertThat((double) slopes.scores()[i]).as("score %d", i).isCloseTo(slope, within(1e-2));
        }
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource({
        "the parcel has arrived, the red parcel arrived, 0.5",
        "a b c, a b c, 1",
        "a b c, x y z, 0",
        "a  b, a b c d, 0.5",
        "'', a, 0"
    })
    void shouldCallAlikeWhatSharesItsWordsInOrder(String first, String second, double similarity) {
        assertThat(MetricRegressionTerm.similarity(first, second)).isEqualTo(similarity);
    }

    @Test
    void shouldRefuseAGainThatIsNone() {
        assertThatThrownBy(() -> new MetricRegressionTerm.Settings(1, 0)).hasMessageContaining("gain is 0.0");
    }
}
