package io.thumbstream.lab.drift.monitor;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Kolmogorov-Smirnov distance between an older reference window and the newest window of the same size.
 *
 * <p>{@code D = max_x |F_reference(x) - F_newest(x)|}; alarm when {@code D > sqrt(-ln(alpha / 2) / 2) * sqrt(2 / n)} for windows of
 * {@code n}. After an alarm the newest window becomes the reference.
 *
 * <p>Source: N. Smirnov, "Table for estimating the goodness of fit of empirical distributions", 1948 (large-sample form).
 * Ours asks again every {@code every} samples on overlapping windows, so {@code alpha} is per question and must be small.
 *
 * <p>Sees any change of distribution, also of spread; many equal numbers make it cautious.
 */
final class TwoWindows implements DriftMonitor {
    /**
     * Sensitivity.
     *
     * @param window samples per window, at least 2
     * @param alpha probability of a false alarm per question, range (0, 1)
     * @param every samples between two questions, at least 1
     * @param hold samples for which an alarm stays on, at least 1
     */
    record Settings(int window, double alpha, int every, long hold) {
        Settings {
            if (!(window >= 2 && alpha > 0 && alpha < 1 && every >= 1 && hold >= 1)) {
                throw new IllegalArgumentException("window " + window + ", alpha " + alpha + ", every " + every
                        + ", hold " + hold + ": give window >= 2, alpha in (0, 1), every and hold of at least 1");
            }
        }
    }

    private final Settings settings;
    private final Alarm alarm;
    private final double threshold;
    private final Deque<Double> reference = new ArrayDeque<>();
    private final Deque<Double> newest = new ArrayDeque<>();
    private long asked;
    private double distance;

    TwoWindows(Settings settings) {
        this.settings = settings;
        this.alarm = new Alarm(settings.hold());
        this.threshold = Math.sqrt(-Math.log(settings.alpha() / 2) / 2) * Math.sqrt(2.0 / settings.window());
    }

    @Override
    public void add(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        alarm.sample();
        if (reference.size() < settings.window()) {
            reference.addLast(value);
            return;
        }
        newest.addLast(value);
        if (newest.size() <= settings.window()) {
            return;
        }
        newest.removeFirst();
        if (++asked % settings.every() == 0) {
            distance = distance(sorted(reference), sorted(newest));
            if (distance > threshold) {
                alarm.raise();
                reference.clear();
                reference.addAll(newest);
                newest.clear();
            }
        }
    }

    @Override
    public DriftState state() {
        return alarm.state(distance, threshold);
    }

    /** Largest distance between the empirical distributions of two ascending samples. */
    static double distance(double[] first, double[] second) {
        int i = 0;
        int j = 0;
        double largest = 0;
        while (i < first.length && j < second.length) {
            double x = Math.min(first[i], second[j]);
            while (i < first.length && first[i] <= x) {
                i++;
            }
            while (j < second.length && second[j] <= x) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / first.length - (double) j / second.length));
        }
        return largest;
    }

    private static double[] sorted(Deque<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
