package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Caution 010 (E): a reward model that learns from its policy's newer answers against older ones alone likes more what it over-values; what
 * people said beside them takes that away. Nothing is drawn: there are four answers, each with or without quality and a mannerism, which
 * people dislike and the reward model likes. The old policy gives all answers alike; the newer one followed twice the score.
 */
class OwnJudgementTest {
    private static final double[][] ANSWERS = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
    private static final double[] PEOPLE = {1, -0.5};
    private static final double[] FIRST = {1, 0.6};
    private static final double FOLLOWED = 2;
    private static final double RATE = 2;
    private static final int STEPS = 500;

    private final NDManager manager = NDManager.newBaseManager();
    private final RewardObjective objective =
            new PreferenceRewardObjective(PreferenceRewardObjective.Settings.said(TieModel.HALF, 1));

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Best are the log-odds of a newer answer, which are twice the score: liking of the mannerism goes from 0.6 towards 1.2. */
    @Test
    void shouldLikeMoreWhatItOverValuesWhenItLearnsFromItsOwnPairsAlone() {
        assertThat(learned(0)[1]).as("liking of the mannerism").isGreaterThan(0.9);
    }

    @Test
    void shouldUnlearnItWhenHalfOfWhatItLearnsIsWhatPeopleSaid() {
        assertThat(learned(0.5)[1]).as("liking of the mannerism").isLessThan(0.3);
    }

    /** Weights after learning from all pairs of a newer and an older answer, and, with some share, from all that people chose between. */
    private double[] learned(double share) {
        double[] newer = newer();
        List<double[]> apart = new ArrayList<>();
        List<RewardLabel> labels = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int a = 0; a < ANSWERS.length; a++) {
            for (int b = 0; b < ANSWERS.length; b++) {
                double[] pair = {ANSWERS[a][0] - ANSWERS[b][0], ANSWERS[a][1] - ANSWERS[b][1]};
                apart.add(pair);
                labels.add(Labels.of(LabelKind.PAIR, 1));
                weights.add((1 - share) * newer[a] / ANSWERS.length);
                apart.add(pair);
                labels.add(Labels.of(LabelKind.PAIR, 1 / (1 + Math.exp(-margin(PEOPLE, pair)))));
                weights.add(share / (ANSWERS.length * ANSWERS.length));
            }
        }
        LabelBatch batch = new LabelBatch(
                labels, weights.stream().map(each -> new double[] {each}).toArray(double[][]::new));
        double[] model = FIRST.clone();
        for (int step = 0; step < STEPS; step++) {
            float[] margins = new float[apart.size()];
            for (int i = 0; i < margins.length; i++) {
                margins[i] = (float) margin(model, apart.get(i));
            }
            float[] slopes = Evaluated.of(manager, objective, margins, batch).gradient();
            for (int i = 0; i < margins.length; i++) {
                model[0] -= RATE * slopes[i] * apart.get(i)[0];
                model[1] -= RATE * slopes[i] * apart.get(i)[1];
            }
        }
        return model;
    }

    private static double[] newer() {
        double[] policy = new double[ANSWERS.length];
        double sum = 0;
        for (int i = 0; i < policy.length; i++) {
            policy[i] = Math.exp(FOLLOWED * margin(FIRST, ANSWERS[i]));
            sum += policy[i];
        }
        for (int i = 0; i < policy.length; i++) {
            policy[i] /= sum;
        }
        return policy;
    }

    private static double margin(double[] model, double[] features) {
        return model[0] * features[0] + model[1] * features[1];
    }
}
