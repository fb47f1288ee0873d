package io.thumbstream.learner.reward;

/**
 * Notices that labels became harder to foresee: the sign of wishes that changed.
 *
 * <p>Page-Hinkley test on the log loss of predictions made before learning: with the mean {@code m} of the losses so far,
 * {@code u += loss - m - tolerance}, alarm when {@code u - min u > threshold}; then everything starts afresh. Source: Page,
 * Continuous inspection schemes, 1954; Hinkley, Inference about the change-point from cumulative sum tests, 1971. Losses are cut at
 * {@value #WORST} nats, so that one label cannot sound an alarm. One thread owns it.
 */
public final class LossRise {
    private static final double WORST = 4;

    private final Settings settings;
    private State state = State.START;

    /**
     * When an alarm sounds.
     *
     * @param tolerance rise of the mean loss that is no change, in nats, in {@code [0, 1]}
     * @param threshold summed rise beyond it that is one, in nats, above 0
     * @param warmUp labels before an alarm, counted from the start or the last alarm, at least 1
     */
    public record Settings(double tolerance, double threshold, int warmUp) {
        public Settings {
            if (!(tolerance >= 0 && tolerance <= 1)) {
                throw new IllegalArgumentException("tolerance is " + tolerance + "; choose from 0 to 1");
            }
            if (!(threshold > 0)) {
                throw new IllegalArgumentException("threshold is " + threshold + "; choose a number above 0");
            }
            if (warmUp < 1) {
                throw new IllegalArgumentException("warm-up is " + warmUp + "; give at least 1");
            }
        }
    }

    /**
     * What the test remembers.
     *
     * @param labels labels since the last alarm
     * @param mean mean loss since then
     * @param sum the statistic {@code u}
     * @param least its minimum
     * @param alarms alarms so far
     */
    record State(long labels, double mean, double sum, double least, long alarms) {
        static final State START = new State(0, 0, 0, 0, 0);

        private State afresh() {
            return new State(0, 0, 0, 0, alarms + 1);
        }
    }

    LossRise(Settings settings) {
        this.settings = settings;
    }

    /**
     * Takes in one label.
     *
     * @param prediction probability foreseen, in {@code [0, 1]}
     * @param target what came, in {@code [0, 1]}
     * @return whether this label sounds the alarm
     */
    boolean alarm(double prediction, double target) {
        double loss = Math.min(WORST, -log(target, prediction) - log(1 - target, 1 - prediction));
        long labels = state.labels() + 1;
        double mean = state.mean() + (loss - state.mean()) / labels;
        double sum = state.sum() + loss - mean - settings.tolerance();
        state = new State(labels, mean, sum, Math.min(state.least(), sum), state.alarms());
        if (labels < settings.warmUp() || sum - state.least() <= settings.threshold()) {
            return false;
        }
        state = state.afresh();
        return true;
    }

    private static double log(double weight, double probability) {
        return weight == 0 ? 0 : weight * Math.log(Math.max(probability, Math.exp(-WORST)));
    }

    State state() {
        return state;
    }

    void restore(State saved) {
        state = saved;
    }
}
