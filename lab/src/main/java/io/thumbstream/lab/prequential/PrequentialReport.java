package io.thumbstream.lab.prequential;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well a model foresaw each vote just before it learned from it.
 *
 * <p>Ties are counted but not scored. {@code accuracy = mean(hit)}; {@code logLoss = -mean(y ln p + (1 - y) ln(1 - p))} in nats,
 * with p kept inside [1e-6, 1 - 1e-6]; {@code ece = sum_b n_b / n |mean(y)_b - mean(p)_b|} over ten equal bins of p. Only the
 * first prediction of an id counts. Source: A. P. Dawid, "Statistical theory: the prequential approach", 1984; for ECE:
 * C. Guo et al., "On calibration of modern neural networks", 2017, arXiv:1706.04599, here on the probability of the positive
 * outcome instead of on the confidence.
 *
 * @param votes distinct votes
 * @param ties votes that name no winner
 * @param all score over every vote that is no tie
 * @param deciles the same over ten successive parts; fewer when there are fewer votes
 * @param calibration bins of predicted probability that hold votes, lowest first
 * @param expectedCalibrationError ece, range [0, 1]
 * @param groups score per group, by name
 */
public record PrequentialReport(
        long votes,
        long ties,
        Score all,
        List<Score> deciles,
        List<Bin> calibration,
        double expectedCalibrationError,
        Map<String, Score> groups) {
    private static final int PARTS = 10;
    private static final double SMALLEST = 1e-6;

    /**
     * Accuracy and log loss over some votes.
     *
     * @param count votes, ties not counted
     * @param accuracy share foreseen, range [0, 1]; NaN for no votes
     * @param logLoss mean log loss, unit nat; NaN for no votes
     */
    public record Score(long count, double accuracy, double logLoss) {
        static Score of(List<Prediction> predictions) {
            double loss = 0;
            double hits = 0;
            for (Prediction prediction : predictions) {
                double p = Math.max(SMALLEST, Math.min(1 - SMALLEST, prediction.predicted()));
                loss -= prediction.target() * Math.log(p) + (1 - prediction.target()) * Math.log(1 - p);
                hits += prediction.hit();
            }
            int count = predictions.size();
            return new Score(count, hits / count, loss / count);
        }
    }

    /**
     * One bin of the calibration table.
     *
     * @param from lowest probability of the bin
     * @param count votes in it
     * @param predicted mean predicted probability
     * @param observed mean target
     */
    public record Bin(double from, long count, double predicted, double observed) {}

    /** Reports on predictions in the order in which they were made. */
    public static PrequentialReport of(List<Prediction> predictions) {
        Set<String> seen = new HashSet<>();
        List<Prediction> first = predictions.stream()
                .filter(prediction -> seen.add(prediction.id()))
                .toList();
        List<Prediction> scored =
                first.stream().filter(prediction -> !prediction.tie()).toList();
        List<Score> deciles = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            int from = (int) ((long) scored.size() * part / PARTS);
            int to = (int) ((long) scored.size() * (part + 1) / PARTS);
            if (to > from) {
                deciles.add(Score.of(scored.subList(from, to)));
            }
        }
        Map<String, List<Prediction>> byGroup = new TreeMap<>();
        scored.forEach(prediction -> byGroup.computeIfAbsent(prediction.group(), name -> new ArrayList<>())
                .add(prediction));
        Map<String, Score> groups = new TreeMap<>();
        byGroup.forEach((name, members) -> groups.put(name, Score.of(members)));
        List<Bin> bins = bins(scored);
        double error = bins.stream()
                .mapToDouble(bin -> bin.count() * Math.abs(bin.observed() - bin.predicted()) / scored.size())
                .sum();
        return new PrequentialReport(
                first.size(), first.size() - scored.size(), Score.of(scored), deciles, bins, error, groups);
    }

    private static List<Bin> bins(List<Prediction> scored) {
        long[] counts = new long[PARTS];
        double[] predicted = new double[PARTS];
        double[] observed = new double[PARTS];
        for (Prediction prediction : scored) {
            int bin = Math.min(PARTS - 1, (int) (prediction.predicted() * PARTS));
            counts[bin]++;
            predicted[bin] += prediction.predicted();
            observed[bin] += prediction.target();
        }
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            if (counts[i] > 0) {
                bins.add(new Bin((double) i / PARTS, counts[i], predicted[i] / counts[i], observed[i] / counts[i]));
            }
        }
        return bins;
    }
}
