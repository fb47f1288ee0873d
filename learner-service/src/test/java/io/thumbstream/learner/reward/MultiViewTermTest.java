package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Grad;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pair, a tie of weight 2 about another prompt, and a thumb; states of two features, two members. */
class MultiViewTermTest {
    private static final LabelBatch BATCH = new LabelBatch(
            List.of(
                    Labels.pair("a", "b", 1, "ann"),
                    new RewardLabel(
                            LabelKind.PAIR,
                            List.of(new ScoreInput("else", "c"), new ScoreInput("else", "d")),
                            0.5,
                            2,
                            Optional.empty()),
                    Labels.thumb("e", 1, "bob")),
            new double[][] {{1, 1}, {2, 2}, {1, 1}});

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static AuxiliaryRewardTerm term(double bottleneck, double spreadFloor) {
        return new MultiViewTerm(new MultiViewTerm.Settings(0.5, bottleneck, 0.5, spreadFloor, 0.1));
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    /**
     * Of a and c the first view counts in cosines, of b and d the second: (1, 0) and (0, 1) against (0, 1) and (-1, 0), so logits are 0 and -2, 2 and 0.
     * Means of a and b are (1, 0) and (0, 3), both variances 1: 5 * 2 / 4 = 2.5 apart. Those of c and d are (0, 1) and (1, 0), variances 1, the floor,
     * and 4: (9 + 1 * 5) / 16 = 0.875.
     */
    @Test
    void shouldBeWhatViewsOfAPromptShareAndHowFarTheyAreApart() {
        float[] first = {2, 0, 0, 4, 0, 1, 3, 0, 9, 9};
        float[] second = {0, 0, 0, 2, 0, 1, -1, 0, 9, 9};
        double pair = softplus(0) + softplus(-2);
        double tie = softplus(0) + softplus(2);

        assertThat((double)
                        TermSlopes.of(manager, term(0, 1), BATCH, first, second).loss())
                .isCloseTo(0.5 * (pair + 2 * tie), within(1e-5));
        TermSlopes slopes = TermSlopes.of(manager, term(0.1, 1), BATCH, first, second);
        assertThat((double) slopes.loss()).isCloseTo(0.5 * (pair + 0.25 + 2 * (tie + 0.0875)), within(1e-5));
        assertThat(slopes.first()[8]).as("a thumb").isZero();
    }

    /** Variances are about 0.6: above a floor of 0.5 squared, below one of 3 squared. */
    @Test
    void shouldAgreeWithFiniteDifferencesAboveTheFloorAndBelow() {
        float[] first = {1, 0.5f, -0.5f, 0.8f, 0.3f, -1, 1.2f, 0.4f, 0.7f, 0.7f};
        float[] second = {-0.2f, 1.5f, 0.7f, -0.2f, 1.4f, 0.1f, 0.1f, 1.5f, -0.6f, 0.9f};

        TermSlopes.requireAlike(manager, term(0.3, 0.5), BATCH, first, second);
        TermSlopes.requireAlike(manager, term(0.3, 3), BATCH, first, second);
    }

    @Test
    void shouldCompareWithOtherPromptsAlone() {
        LabelBatch same = new LabelBatch(
                List.of(Labels.pair("a", "b", 1, "ann"), Labels.pair("a", "c", 1, "ann")),
                new double[][] {{1, 1}, {1, 1}});
        float[] states = {1, 0, 1, 0, 1, 0, 1, 0};

        // every logit is 2 and no mean is apart, so each pair loses softplus(-2), with none to be told from
        assertThat((double)
                        TermSlopes.of(manager, term(1, 1), same, states, states).loss())
                .isCloseTo(0.5 * 2 * softplus(-2), within(1e-5));
    }

    @Test
    void shouldSayNothingOfThumbsAlone() {
        LabelBatch thumb = new LabelBatch(List.of(Labels.thumb("a", 1, "ann")), new double[][] {{1, 1}});

        TermSlopes slopes = TermSlopes.of(manager, term(1, 1), thumb, new float[] {1, 2}, new float[] {2, 1});

        assertThat((double) slopes.loss()).isCloseTo(0, within(1e-9));
        assertThat(slopes.second()).containsExactly(new float[2], within(1e-9f));
    }

    @Test
    void shouldRefuseSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new MultiViewTerm.Settings(1, -1, 1, 1, 0.1)).hasMessageContaining("bottleneck -1.0");
        assertThatThrownBy(() -> new MultiViewTerm.Settings(1, 1, 0, 1, 0.1)).hasMessageContaining("temperature is 0");
        assertThatThrownBy(() -> new MultiViewTerm.Settings(1, 1, 1, 0, 0.1)).hasMessageContaining("spread-floor is 0");
        assertThatThrownBy(() -> new MultiViewTerm.Settings(1, 1, 1, 1, 1)).hasMessageContaining("dropout is 1.0");
    }
}
