package io.thumbstream.lab.evaluate;

import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.tasks.Attribute;
import java.util.Map;

/**
 * How good a policy is.
 *
 * @param utility mean gold utility with its 95 % interval over messages, unit points
 * @param style mean of every attribute, range [-1, 1]
 * @param correctness mean correctness, range [0, 1]
 * @param malformed mean malformed share, range [0, 1]
 * @param words mean number of words
 * @param answers answers measured
 */
public record PolicyScore(
        Interval utility,
        Map<Attribute, Double> style,
        double correctness,
        double malformed,
        double words,
        long answers) {
    public PolicyScore {
        style = Map.copyOf(style);
    }
}
