package io.thumbstream.learner.stabilize;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sums over judged answers: what the reward model said of them and what people did.
 *
 * @param answers judged answers, each counted as the share that the firewall left of its label's weight
 * @param weight sum of the weights of their labels
 * @param squares sum of the squares of those weights
 * @param score sum of weight times score of the reward model
 * @param scoreSquares sum of weight times score squared
 * @param label sum of weight times label
 * @param labelSquares sum of weight times label squared
 */
record JudgedWindow(
        double answers,
        double weight,
        double squares,
        double score,
        double scoreSquares,
        double label,
        double labelSquares) {
    /** A window of no answer. */
    static final JudgedWindow EMPTY = new JudgedWindow(0, 0, 0, 0, 0, 0, 0);

    /** What a difference is divided by where there is no noise at all. */
    private static final double LEAST_ERROR = 1e-9;

    /**
     * The window with one more answer.
     *
     * @param itsWeight of its label, above 0
     * @param left share of that weight as it was said, in (0, 1]
     */
    JudgedWindow plus(double itsScore, double itsLabel, double itsWeight, double left) {
        return plus(new JudgedWindow(
                left,
                itsWeight,
                itsWeight * itsWeight,
                itsWeight * itsScore,
                itsWeight * itsScore * itsScore,
                itsWeight * itsLabel,
                itsWeight * itsLabel * itsLabel));
    }

    /** Both windows together. */
    JudgedWindow plus(JudgedWindow other) {
        return new JudgedWindow(
                answers + other.answers,
                weight + other.weight,
                squares + other.squares,
                score + other.score,
                scoreSquares + other.scoreSquares,
                label + other.label,
                labelSquares + other.labelSquares);
    }

    /** By how many standard errors the mean score lies above that of {@code before}; neither is empty. */
    double scoreRise(JudgedWindow before) {
        return rise(
                score / weight - before.score / before.weight,
                variance(score, scoreSquares) + before.variance(before.score, before.scoreSquares));
    }

    /** By how many standard errors the mean label lies above that of {@code before}; neither is empty. */
    double labelRise(JudgedWindow before) {
        return rise(
                label / weight - before.label / before.weight,
                variance(label, labelSquares) + before.variance(before.label, before.labelSquares));
    }

    private static double rise(double difference, double variance) {
        return difference / Math.max(Math.sqrt(variance), LEAST_ERROR);
    }

    /** Variance of a weighted mean. */
    private double variance(double sum, double sumOfSquares) {
        double mean = sum / weight;
        return Math.max(0, sumOfSquares / weight - mean * mean) * squares / (weight * weight);
    }

    /** The sums by name, each name with {@code prefix} before it. */
    Map<String, Double> state(String prefix) {
        Map<String, Double> state = new LinkedHashMap<>();
        state.put(prefix + "answers", answers);
        state.put(prefix + "weight", weight);
        state.put(prefix + "squares", squares);
        state.put(prefix + "score", score);
        state.put(prefix + "score-squares", scoreSquares);
        state.put(prefix + "label", label);
        state.put(prefix + "label-squares", labelSquares);
        return state;
    }

    /** The window whose {@link #state} was taken; empty when there is none. */
    static JudgedWindow of(Map<String, Double> state, String prefix) {
        return new JudgedWindow(
                state.getOrDefault(prefix + "answers", 0.0),
                state.getOrDefault(prefix + "weight", 0.0),
                state.getOrDefault(prefix + "squares", 0.0),
                state.getOrDefault(prefix + "score", 0.0),
                state.getOrDefault(prefix + "score-squares", 0.0),
                state.getOrDefault(prefix + "label", 0.0),
                state.getOrDefault(prefix + "label-squares", 0.0));
    }
}
