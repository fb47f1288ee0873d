package io.thumbstream.learner.stabilize;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Notices that people approve less of the answers that a policy learns from.
 *
 * <p>Page-Hinkley test, step by step: with {@code n} judged answers in a step, {@code y} their mean label by weight and {@code m} the mean over
 * all judged answers so far, these included, {@code fall = max(0, fall + n (m - y - tolerance))}; alarm when {@code fall > threshold}, after
 * which everything starts afresh. An answer is counted as the share that the firewall left of its label's weight. Source: Page, Continuous
 * inspection schemes, 1954; Hinkley, Inference about the change-point from cumulative sum tests, 1971. Ours takes a step's answers at once, so that
 * their order does not matter. One thread owns it.
 */
final class ApprovalFall {
    private final Settings settings;
    private double weight;
    private double approved;
    private double answers;
    private double judged;
    private double mean;
    private double fall;

    /**
     * When an alarm sounds.
     *
     * @param tolerance fall of the mean label that is no change, in [0, 1]
     * @param threshold sum of falls beyond it that gives alarm, above 0, in labels; 10 is reached by 100 votes that are lower by 0.1 than tolerated
     * @param warmUp judged answers after a start before the first alarm, at least 1
     */
    record Settings(double tolerance, double threshold, int warmUp) {
        Settings {
            if (!(tolerance >= 0 && tolerance <= 1)) {
                throw new IllegalArgumentException("tolerance is " + tolerance + "; choose from 0 to 1");
            }
            if (!(threshold > 0) || Double.isInfinite(threshold)) {
                throw new IllegalArgumentException(
                        "threshold is " + threshold + "; give a finite number of labels above 0");
            }
            if (warmUp < 1) {
                throw new IllegalArgumentException("warm-up is " + warmUp + "; give at least 1 judged answer");
            }
        }

        static Settings defaults() {
            return new Settings(0.1, 10, 100);
        }
    }

    ApprovalFall(Settings settings) {
        this.settings = settings;
    }

    /** Forgets what was heard of a step that was not taken. */
    void beginStep() {
        weight = 0;
        approved = 0;
        answers = 0;
    }

    /**
     * Hears a judged answer of the step.
     *
     * @param itsWeight of the label, above 0
     * @param left share of that weight as it was said, in (0, 1]: as much of an answer is counted
     */
    void hear(double label, double itsWeight, double left) {
        weight += itsWeight;
        approved += itsWeight * label;
        answers += left;
    }

    /** Takes in what was heard of the step. Says whether the alarm sounds. */
    boolean alarm() {
        if (answers == 0) {
            return false;
        }
        double now = approved / weight;
        judged += answers;
        mean += (now - mean) * answers / judged;
        fall = Math.max(0, fall + answers * (mean - now - settings.tolerance()));
        beginStep();
        if (judged < settings.warmUp() || fall <= settings.threshold()) {
            return false;
        }
        judged = 0;
        mean = 0;
        fall = 0;
        return true;
    }

    /** Sum of the falls beyond what is tolerated, at least 0, in labels. */
    double fall() {
        return fall;
    }

    /** What it remembers between steps. */
    Map<String, Double> state() {
        Map<String, Double> state = new LinkedHashMap<>();
        state.put("alarm-judged", judged);
        state.put("alarm-mean", mean);
        state.put("alarm-fall", fall);
        return state;
    }

    void restore(Map<String, Double> state) {
        beginStep();
        judged = state.getOrDefault("alarm-judged", 0.0);
        mean = state.getOrDefault("alarm-mean", 0.0);
        fall = state.getOrDefault("alarm-fall", 0.0);
    }
}
