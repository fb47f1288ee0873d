package io.thumbstream.learner.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Caution 001 (A): matched prompts change what is learned only where answers come from another policy than the reference. Nothing is drawn: there are
 * two domains, one liked nearly always and the other hardly ever, and eighteen answers of two qualities and a style that is worth a little. A stale
 * policy writes without the style in the one and with it in the other, six times to one, so that the style looks bad.
 */
class StaleStyleTest {
    private static final int UPDATES = 3000;
    private static final double RATE = 0.3;
    private static final double STYLE = 0.4;
    private static final double NATS = 0.5;
    /** What worth and noise together must exceed in either domain. */
    private static final double[] THRESHOLDS = {-1.3, 1.9};

    private static final List<double[]> ANSWERS = answers();

    @Test
    void shouldNotBlameTheStyleForTheDomainWhenPromptsAreMatched() {
        double[] plain = learned(6, false);
        double[] matched = learned(6, true);

        assertThat(plain[2]).as("the style looks bad").isNegative();
        assertThat(matched[2]).isGreaterThan(plain[2] + 0.4);
        assertThat(worthAt(matched)).isGreaterThan(worthAt(plain) + 0.05);
    }

    @Test
    void shouldEndAlikeWhereTheReferenceWroteTheAnswers() {
        assertThat(worthAt(learned(1, true))).isCloseTo(worthAt(learned(1, false)), within(0.05));
    }

    /** Weights of qualities and style by cross-entropy of log-ratios to the uniform reference, the stale policy that many times to one. */
    private static double[] learned(double skew, boolean matching) {
        BinaryHistory history =
                new BinaryHistory(new BinaryHistory.Rules(Shift.CLASS_MEAN, 0.9, matching, false, 4), 1);
        double[] weights = new double[3];
        for (int update = 0; update < UPDATES; update++) {
            double[] policy = policy(weights, 1);
            List<Judgement> step = new ArrayList<>();
            double[] pull = new double[3];
            for (int i = 0; i < 2 * ANSWERS.size(); i++) {
                int domain = i % 2;
                double[] answer = ANSWERS.get(i / 2);
                Judgement judgement = new Judgement(
                        "answer-" + i,
                        Math.log(policy[i / 2] * ANSWERS.size()),
                        approval(domain, answer),
                        seen(domain, answer, skew),
                        new int[] {1 + domain},
                        Optional.empty());
                double margin = judgement.value() - history.shift(judgement);
                double up = history.upWeight(judgement) * sigma(-margin);
                double down = history.downWeight(judgement) * sigma(margin);
                for (int k = 0; k < pull.length; k++) {
                    pull[k] += (up - down) * (answer[k] - mean(policy, k));
                }
                step.add(judgement);
            }
            for (int k = 0; k < pull.length; k++) {
                weights[k] += RATE * pull[k];
            }
            history.note(step);
        }
        return weights;
    }

    /** True worth of the policy along these weights that lies half a nat from the reference; found by bisection. */
    private static double worthAt(double[] weights) {
        double low = 0;
        double high = 20;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (divergence(policy(weights, middle)) < NATS) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double[] policy = policy(weights, low);
        return mean(policy, 0) + 0.5 * mean(policy, 1) + STYLE * mean(policy, 2);
    }

    private static double divergence(double[] policy) {
        double sum = 0;
        for (double share : policy) {
            sum += share > 0 ? share * Math.log(share * policy.length) : 0;
        }
        return sum;
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

    private static double seen(int domain, double[] answer, double skew) {
        return (answer[2] == domain ? skew : 1) / (skew + 1) / ANSWERS.size();
    }

    private static double approval(int domain, double[] answer) {
        double worth = answer[0] + 0.5 * answer[1] + STYLE * answer[2];
        return sigma(1.702 * (worth - THRESHOLDS[domain]) / 0.7);
    }

    private static double[] policy(double[] weights, double times) {
        double[] policy = new double[ANSWERS.size()];
        double sum = 0;
        for (int i = 0; i < policy.length; i++) {
            double[] answer = ANSWERS.get(i);
            policy[i] = Math.exp(times * (weights[0] * answer[0] + weights[1] * answer[1] + weights[2] * answer[2]));
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
