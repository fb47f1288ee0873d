package io.thumbstream.lab.drift.monitor;

import java.util.ArrayList;
import java.util.List;

/**
 * A window that forgets its older part as soon as the two parts have different means.
 *
 * <p>For a cut into parts of {@code n0} and {@code n1} samples with {@code m = 1 / (1 / n0 + 1 / n1)} and variance {@code v} of the
 * window: alarm when {@code |mean0 - mean1| > sqrt(2 v d / m) + 2 d / (3 m)} with {@code d = ln(2 ln(n) / delta)}. The reported
 * value is the largest {@code |mean0 - mean1|} divided by its bound, the threshold is 1.
 *
 * <p>Source: A. Bifet, R. Gavalda, "Learning from time-changing data with adaptive windowing", SDM 2007. Ours keeps the samples
 * of a bounded window instead of exponential buckets and tries a cut every {@code every} samples.
 *
 * <p>For numbers of a scale of about 1, such as votes; slower than {@link PageHinkley}, but needs no expected size of change.
 */
final class AdaptiveWindow implements DriftMonitor {
    /**
     * Sensitivity.
     *
     * @param delta probability of a false alarm per question, range (0, 1)
     * @param longest most samples kept, at least 2 * every
     * @param every samples between two questions and between two cuts, at least 1
     * @param hold samples for which an alarm stays on, at least 1
     */
    record Settings(double delta, int longest, int every, long hold) {
        Settings {
            if (!(delta > 0 && delta < 1 && every >= 1 && longest >= 2 * every && hold >= 1)) {
                throw new IllegalArgumentException("delta " + delta + ", longest " + longest + ", every " + every
                        + ", hold " + hold + ": give delta in (0, 1), every and hold >= 1, longest >= 2 * every");
            }
        }
    }

    private final Settings settings;
    private final Alarm alarm;
    private final List<Double> window = new ArrayList<>();
    private long asked;
    private double largest;

    AdaptiveWindow(Settings settings) {
        this.settings = settings;
        this.alarm = new Alarm(settings.hold());
    }

    @Override
    public void add(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        alarm.sample();
        window.add(value);
        if (++asked % settings.every() != 0) {
            return;
        }
        if (window.size() > settings.longest()) {
            window.subList(0, window.size() - settings.longest()).clear();
        }
        int cut = worstCut();
        if (largest > 1) {
            alarm.raise();
            window.subList(0, cut).clear();
        }
    }

    @Override
    public DriftState state() {
        return alarm.state(largest, 1);
    }

    /** Finds the cut whose parts differ most in units of their bound; leaves that ratio in {@code largest}. */
    private int worstCut() {
        int n = window.size();
        double sum = window.stream().mapToDouble(Double::doubleValue).sum();
        double squares = window.stream().mapToDouble(value -> value * value).sum();
        double variance = Math.max(0, squares / n - sum / n * sum / n);
        double d = Math.log(2 * Math.log(n + Math.E) / settings.delta());
        int worst = 0;
        double head = 0;
        largest = 0;
        for (int cut = 1; cut < n; cut++) {
            head += window.get(cut - 1);
            if (cut % settings.every() == 0) {
                double m = 1 / (1.0 / cut + 1.0 / (n - cut));
                double bound = Math.sqrt(2 * variance * d / m) + 2 * d / (3 * m);
                double ratio = Math.abs(head / cut - (sum - head) / (n - cut)) / bound;
                if (ratio > largest) {
                    largest = ratio;
                    worst = cut;
                }
            }
        }
        return worst;
    }
}
