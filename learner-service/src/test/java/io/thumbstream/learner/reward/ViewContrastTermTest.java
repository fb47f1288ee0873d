package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two choices, a tie and a thumb; states of two features, two members. */
class ViewContrastTermTest {
    private static final LabelBatch BATCH = new LabelBatch(
            List.of(
                    Labels.pair("a", "b", 1, "ann"),
                    Labels.weighing(Labels.pair("c", "d", 0, "ann"), 2),
                    Labels.pair("e", "f", 0.5, "ann"),
                    Labels.thumb("g", 1, "bob")),
            new double[][] {{1, 1}, {2, 2}, {1, 1}, {1, 1}});
    /** Of a to g. */
    private static final float[] FIRST = {3, 1, 1, 1, 0, 0, 0, 5, 7, 7, -7, 7, 9, 9};

    private static final float[] SECOND = {0, 2, 0, 1, 1, 0, 4, 4, 5, -5, 5, 5, 9, 9};

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static AuxiliaryRewardTerm term(double coefficient) {
        return new ViewContrastTerm(new ViewContrastTerm.Settings(coefficient, 0.5, 0.1));
    }

    /**
     * The choices lead by (2, 0) and, d being chosen, by (0, 5) in one view, by (0, 1) and (3, 4) in the other: cosines 0 and 0.6, 1 and 0.8, logits twice
     * as much. The second choice weighs 2.
     */
    @Test
    void shouldBeTheCrossEntropyOfEachChoiceAmongThoseOfTheBatch() {
        TermSlopes slopes = TermSlopes.of(manager, term(0.5), BATCH, FIRST, SECOND);

        double first = Math.log1p(Math.exp(1.2));
        double second = Math.log(Math.exp(2) + Math.exp(1.6)) - 1.6;
        assertThat((double) slopes.loss()).isCloseTo(0.5 * (first + 2 * second), within(1e-5));
        assertThat(Arrays.copyOfRange(slopes.first(), 8, 14))
                .as("a tie and a thumb")
                .containsExactly(new float[6], within(1e-9f));
    }

    @Test
    void shouldAgreeWithFiniteDifferences() {
        float[] first = {1, 0.5f, -0.5f, 0.8f, 0.3f, -1, 1.2f, 0.4f, 0.7f, 0.7f, 1, 1, 2, 2};
        float[] second = {-0.2f, 1.5f, 0.7f, -0.2f, 1.4f, 0.1f, 0.1f, 1.5f, -0.6f, 0.9f, 1, 1, 2, 2};

        TermSlopes.requireAlike(manager, term(0.5), BATCH, first, second);
    }

    @Test
    void shouldSayNothingWhenAChoiceIsAloneOrThereIsNone() {
        LabelBatch alone = new LabelBatch(List.of(Labels.pair("a", "b", 1, "ann")), new double[][] {{1, 1}});
        LabelBatch none = new LabelBatch(List.of(Labels.pair("a", "b", 0.5, "ann")), new double[][] {{1, 1}});
        LabelBatch equal = new LabelBatch(List.of(Labels.pair("a", "a", 1, "ann")), new double[][] {{1, 1}});
        for (LabelBatch batch : List.of(alone, none, equal)) {
            TermSlopes slopes =
                    TermSlopes.of(manager, term(1), batch, new float[] {1, 2, 3, 5}, new float[] {2, 1, 0, 1});

            assertThat((double) slopes.loss()).isCloseTo(0, within(1e-6));
            assertThat(slopes.first()).containsExactly(new float[4], within(1e-6f));
        }
    }

    @Test
    void shouldRefuseSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new ViewContrastTerm.Settings(1, 0, 0.1)).hasMessageContaining("temperature is 0.0");
        assertThatThrownBy(() -> new ViewContrastTerm.Settings(1, 1, 1)).hasMessageContaining("dropout is 1.0");
    }
}
