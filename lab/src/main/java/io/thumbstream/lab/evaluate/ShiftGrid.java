package io.thumbstream.lab.evaluate;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Accuracy of a reward model by what of a pair is new to it, and how well the model's own scores tell that something is new.
 *
 * <p>Confidence in a pair is {@code c = sigmoid(|r_a - r_b| / T)}. The temperature T is fitted to pairs without a shift by least log loss
 * {@code mean(ln(1 + exp(-margin / T)))}; without such pairs it is 1. {@code calibrationError = sum_b n_b / n |mean(hit)_b - mean(c)_b|} over 15
 * bins with as many pairs each, by confidence. Two detectors of a shift are compared: {@code energy = -T ln(exp(r_a / T) + exp(r_b / T))}, higher
 * where nothing scores well, and low confidence. {@code auroc} is the probability that a shifted pair looks newer than one without a shift, equal
 * ones counting one half; {@code missed} is the share of shifted pairs that pass where 95 % of the others do.
 *
 * <p>Source: W. LeVine et al., "A Baseline Analysis of Reward Models' Ability To Accurately Analyze Foundation Models Under Distribution
 * Shift", 2023, arXiv:2311.14743, and J. Clymer et al., "Generalization Analogies", 2023, arXiv:2311.07723, for a grid whose cells are never
 * only averaged. Ours takes both scores of a pair into one energy. A per-prompt constant in the scores moves the energy, not the confidence.
 *
 * @param temperature T, in [0.01, 100]
 * @param cells those that hold pairs
 */
public record ShiftGrid(double temperature, Map<Shift, Cell> cells) {
    private static final int BINS = 15;
    private static final double KEPT = 0.95;
    private static final double HOTTEST = 100;
    private static final int HALVINGS = 60;

    /** What of a pair is new to the model. */
    public enum Shift {
        NONE("no-shift"),
        PROMPT("prompt-shift"),
        RESPONSE("response-shift"),
        BOTH("both-shifted");

        private final String title;

        Shift(String title) {
            this.title = title;
        }
    }

    /**
     * Pairs of one kind.
     *
     * @param accuracy share that the model orders as people do, with its 95 % interval and the number of pairs
     * @param calibrationError how far confidence and accuracy are apart, range [0, 1]
     * @param energy how well energy tells them from pairs without a shift, where there are such
     * @param confidence the same of low confidence
     */
    public record Cell(
            Interval accuracy, double calibrationError, Optional<Detection> energy, Optional<Detection> confidence) {}

    /**
     * How well a detector works.
     *
     * @param auroc range [0, 1], one half by chance
     * @param missed share of shifted pairs that pass where 95 % of the others do, range [0, 1]
     */
    public record Detection(double auroc, double missed) {}

    public ShiftGrid {
        cells = Map.copyOf(cells);
    }

    /** Measures pairs by what of them is new; kinds without pairs are left out. */
    public static ShiftGrid of(Map<Shift, List<JudgedPair>> pairs) {
        List<JudgedPair> usual = pairs.getOrDefault(Shift.NONE, List.of());
        double temperature = usual.isEmpty() ? 1 : temperature(usual);
        Map<Shift, Cell> cells = new EnumMap<>(Shift.class);
        pairs.forEach((shift, members) -> {
            if (!members.isEmpty()) {
                boolean shifted = shift != Shift.NONE && !usual.isEmpty();
                cells.put(
                        shift,
                        new Cell(
                                accuracy(members),
                                calibrationError(members, temperature),
                                shifted
                                        ? Optional.of(detection(usual, members, pair -> energy(pair, temperature)))
                                        : Optional.empty(),
                                shifted
                                        ? Optional.of(detection(usual, members, pair -> -Math.abs(pair.margin())))
                                        : Optional.empty()));
            }
        });
        return new ShiftGrid(temperature, cells);
    }

    /** Share of pairs that the model orders as people do, with its 95 % interval; at least one pair. */
    static Interval accuracy(List<JudgedPair> pairs) {
        return Interval.share(pairs.stream().mapToDouble(JudgedPair::hit).sum(), pairs.size());
    }

    /** All numbers for a report. */
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("shift-temperature", temperature, ""));
        for (Shift shift : Shift.values()) {
            Optional.ofNullable(cells.get(shift)).ifPresent(cell -> add(figures, shift.title, cell));
        }
        return figures;
    }

    private static void add(List<Figure> figures, String name, Cell cell) {
        figures.add(Figure.of("pairs-" + name, cell.accuracy().count(), "pairs"));
        figures.addAll(Figure.interval("accuracy-" + name, cell.accuracy(), "share"));
        figures.add(Figure.of("calibration-error-" + name, cell.calibrationError(), "share"));
        cell.energy().ifPresent(found -> add(figures, "energy", name, found));
        cell.confidence().ifPresent(found -> add(figures, "confidence", name, found));
    }

    private static void add(List<Figure> figures, String detector, String name, Detection found) {
        figures.add(Figure.of(detector + "-auroc-" + name, found.auroc(), "share"));
        figures.add(Figure.of(detector + "-missed-" + name, found.missed(), "share"));
    }

    /** The inverse temperature is where the slope of the log loss changes its sign; the loss is convex in it. */
    static double temperature(List<JudgedPair> pairs) {
        double low = -Math.log(HOTTEST);
        double high = Math.log(HOTTEST);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double inverse = Math.exp(middle);
            double slope = -pairs.stream()
                    .mapToDouble(pair -> pair.margin() / (1 + Math.exp(pair.margin() * inverse)))
                    .sum();
            if (slope < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp(-(low + high) / 2);
    }

    private static double confidence(JudgedPair pair, double temperature) {
        return 1 / (1 + Math.exp(-Math.abs(pair.margin()) / temperature));
    }

    static double energy(JudgedPair pair, double temperature) {
        double larger = Math.max(pair.betterScore(), pair.worseScore());
        return -larger - temperature * Math.log1p(Math.exp(-Math.abs(pair.margin()) / temperature));
    }

    static double calibrationError(List<JudgedPair> pairs, double temperature) {
        List<JudgedPair> sorted = pairs.stream()
                .sorted(Comparator.comparingDouble(pair -> confidence(pair, temperature)))
                .toList();
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            int from = (int) ((long) sorted.size() * bin / BINS);
            int to = (int) ((long) sorted.size() * (bin + 1) / BINS);
            double difference = 0;
            for (JudgedPair pair : sorted.subList(from, to)) {
                difference += pair.hit() - confidence(pair, temperature);
            }
            error += Math.abs(difference) / sorted.size();
        }
        return error;
    }

    private static Detection detection(
            List<JudgedPair> usual, List<JudgedPair> shifted, ToDoubleFunction<JudgedPair> newness) {
        double[] low = usual.stream().mapToDouble(newness).toArray();
        double[] high = shifted.stream().mapToDouble(newness).toArray();
        Arrays.sort(low);
        double threshold = low[(int) Math.ceil(KEPT * low.length) - 1];
        double missed = Arrays.stream(high).filter(value -> value <= threshold).count();
        return new Detection(auroc(low, high), missed / high.length);
    }

    /** Probability that one of {@code high} is above one of {@code low}, equal ones counting one half. */
    public static double auroc(double[] low, double[] high) {
        double[] sorted = low.clone();
        Arrays.sort(sorted);
        double above = 0;
        for (double value : high) {
            above += (count(sorted, value, false) + count(sorted, value, true)) / 2.0;
        }
        return above / sorted.length / high.length;
    }

    /** How many of {@code sorted} are below {@code value}, or equal to it if wanted. */
    private static int count(double[] sorted, double value, boolean orEqual) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            boolean counts = orEqual ? sorted[middle] <= value : sorted[middle] < value;
            from = counts ? middle + 1 : from;
            to = counts ? to : middle;
        }
        return from;
    }
}
