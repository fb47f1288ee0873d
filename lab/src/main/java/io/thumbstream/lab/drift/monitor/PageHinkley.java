package io.thumbstream.lab.drift.monitor;

/**
 * Cumulative deviation from the running mean, in both directions.
 *
 * <p>{@code up_t = max(0, up_{t-1} + x_t - mean_t - delta)}, {@code down_t = max(0, down_{t-1} - x_t + mean_t - delta)}; alarm when
 * either exceeds {@code threshold}, after which mean and sums begin anew. This is the resetting form of
 * {@code m_t - min m_i} with {@code m_t = sum(x_i - mean_i - delta)}.
 *
 * <p>Source: E. S. Page, "Continuous inspection schemes", Biometrika 1954; D. V. Hinkley, "Inference about the change-point
 * from cumulative sum tests", Biometrika 1971. Ours tests both directions and starts again by itself.
 *
 * <p>For numbers of a bounded scale, such as votes in {0, 1} or log losses; shifts smaller than {@code delta} stay unseen.
 */
final class PageHinkley implements DriftMonitor {
    /**
     * Sensitivity.
     *
     * @param delta shift that is tolerated, in the unit of the stream, at least 0
     * @param threshold sum of deviations that gives alarm, above 0
     * @param warmUp samples after a start without alarm, at least 1
     * @param hold samples for which an alarm stays on, at least 1
     */
    record Settings(double delta, double threshold, long warmUp, long hold) {
        Settings {
            if (!(delta >= 0 && threshold > 0 && warmUp >= 1 && hold >= 1)) {
                throw new IllegalArgumentException("delta " + delta + ", threshold " + threshold + ", warm-up " + warmUp
                        + ", hold " + hold + ": give delta >= 0, threshold > 0, warm-up and hold of at least 1");
            }
        }
    }

    private final Settings settings;
    private final Alarm alarm;
    private long count;
    private double mean;
    private double up;
    private double down;

    PageHinkley(Settings settings) {
        this.settings = settings;
        this.alarm = new Alarm(settings.hold());
    }

    @Override
    public void add(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        alarm.sample();
        count++;
        mean += (value - mean) / count;
        up = Math.max(0, up + value - mean - settings.delta());
        down = Math.max(0, down - value + mean - settings.delta());
        if (count > settings.warmUp() && Math.max(up, down) > settings.threshold()) {
            alarm.raise();
            count = 0;
            mean = 0;
            up = 0;
            down = 0;
        }
    }

    @Override
    public DriftState state() {
        return alarm.state(Math.max(up, down), settings.threshold());
    }
}
