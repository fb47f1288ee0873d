package io.thumbstream.learner.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Caution 001 (B): where nine thumbs in ten point up, binary feedback teaches a policy well only with a shift by the means of both classes and with
 * equal weight of both. Nothing is drawn: eighteen answers of two qualities and a style that is worth nothing, written with the style six times as
 * often as without, and approved of with a probability that rises with what they are worth.
 */
class OneSidedThumbsTest {
    private static final int UPDATES = 4000;
    private static final double RATE = 0.3;
    /** Such that 92 % of what is seen is approved of. */
    private static final double THRESHOLD = -1.62;

    private static final double NOISE = 0.7;
    private static final List<double[]> ANSWERS = answers();

    @Test
    void shouldTeachMostWithBothTheShiftAndTheBalance() {
        double both = worth(Shift.CLASS_MEAN, true);

        assertThat(both).isGreaterThan(1.2 * worth(Shift.NONE, true));
        assertThat(both).isGreaterThan(1.2 * worth(Shift.POOLED, true));
        assertThat(both).isGreaterThan(1.2 * worth(Shift.CLASS_MEAN, false));
        assertThat(both).isGreaterThan(1.2 * worth(Shift.NONE, false));
    }

    @Test
    void shouldSeeNineThumbsInTenPointUp() {
        double ups = 0;
        for (double[] answer : ANSWERS) {
            ups += seen(answer) * approval(answer);
        }

        assertThat(ups).isBetween(0.90, 0.94);
    }

    /** True worth of a policy that learned from its log-ratios by cross-entropy, its reference uniform. */
    private static double worth(Shift shift, boolean balance) {
        BinaryHistory history = new BinaryHistory(new BinaryHistory.Rules(shift, 0.9, false, balance, 10));
        double[] weights = new double[3];
        for (int update = 0; update < UPDATES; update++) {
            double[] policy = policy(weights);
            List<Judgement> step = new ArrayList<>();
            double[] pull = new double[3];
            for (int i = 0; i < ANSWERS.size(); i++) {
                double[] answer = ANSWERS.get(i);
                double value = Math.log(policy[i] * ANSWERS.size());
                Judgement judgement = new Judgement(
                        "answer-" + i, value, approval(answer), seen(answer), new int[] {1}, Optional.of("ann"));
                double margin = value - history.shift(judgement);
                double up =
                        history.upWeight(judgement) * sigma(-margin) - history.downWeight(judgement) * sigma(margin);
                for (int k = 0; k < pull.length; k++) {
                    pull[k] += up * (answer[k] - mean(policy, k));
                }
                step.add(judgement);
            }
            for (int k = 0; k < pull.length; k++) {
                weights[k] += RATE * pull[k];
            }
            history.note(step);
        }
        double[] policy = policy(weights);
        return mean(policy, 0) + 0.5 * mean(policy, 1);
    }

    /** Two qualities of -1, 0 or 1, and the style. */
    private static List<double[]> answers() {
        List<double[]> answers = new ArrayList<>();
        for (int first = -1; first <= 1; first++) {
            for (int second = -1; second <= 1; second++) {
                answers.add(new double[] {first, second, 0});
                answers.add(new double[] {first, second, 1});
            }
        }
        return List.copyOf(answers);
    }

    private static double seen(double[] answer) {
        return (answer[2] == 1 ? 6 : 1) / 63.0;
    }

    /** Probability that worth and normal noise together exceed the threshold, by the logistic curve that is nearest to the normal one. */
    private static double approval(double[] answer) {
        return sigma(1.702 * (answer[0] + 0.5 * answer[1] - THRESHOLD) / NOISE);
    }

    private static double[] policy(double[] weights) {
        double[] policy = new double[ANSWERS.size()];
        double sum = 0;
        for (int i = 0; i < policy.length; i++) {
            double[] answer = ANSWERS.get(i);
            policy[i] = Math.exp(weights[0] * answer[0] + weights[1] * answer[1] + weights[2] * answer[2]);
            sum += policy[i];
        }
        for (int i = 0; i < policy.length; i++) {
            policy[i] /= sum;
        }
        return policy;
    }

    private static double mean(double[] policy, int feature) {
        double mean = 0;
        for (int i = 0; i < policy.length; i++) {
            mean += policy[i] * ANSWERS.get(i)[feature];
        }
        return mean;
    }

    private static double sigma(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
