package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.Signal;
import java.time.Duration;
import java.util.Set;

/**
 * Silence as "no" when the window closes, what comes later left out, and importance weights for both.
 *
 * <p>{@code yes: 1 / arrived}, {@code no: (1 - p) / (1 - p arrived)}, {@code yes} after the window: 0; p the model's present
 * probability, no units. Of the "yes" only the share {@code arrived} is seen, and of the silent the share {@code (1 - p) / (1 - p
 * arrived)} means it. Source: Yasui et al., A feedback shift correction in predicting conversion rates under delayed feedback, WWW
 * 2020. Ours takes {@code arrived} from a measurement instead of from a further model.
 *
 * <p>Use where late feedback is not to be trusted, or is dropped on its way. Wrong where {@code arrived} is: the rate is off by
 * the factor true share / {@code arrived}, far more than with {@link ElapsedTime}. A small {@code arrived} makes heavy, noisy
 * labels; those beyond {@code largest} are cut, and the rate is then too low.
 */
final class FeedbackShift implements LabelCorrection {
    /**
     * What is known about the delays.
     *
     * @param window the kind's attribution window; feedback after it has the weight 0
     * @param arrived share of the "yes" that come within the window, in (0, 1]
     * @param largest largest factor of a label, at least 1
     */
    record Settings(Duration window, double arrived, double largest) {
        Settings {
            Bounds.window(window);
            if (!(arrived > 0 && arrived <= 1)) {
                throw new IllegalArgumentException("arrived is " + arrived + "; give a share above 0 and up to 1");
            }
            Bounds.largest(largest);
        }

        static Settings defaults() {
            return new Settings(Duration.ofMinutes(20), 1, Bounds.LARGEST);
        }
    }

    private final Settings settings;

    FeedbackShift(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Target correct(Target target, Evidence evidence, double estimate) {
        if (Bounds.late(evidence, settings.window())) {
            return target.weighed(0, 0);
        }
        double yes = 1 / settings.arrived();
        double no = (1 - estimate) / (1 - estimate * settings.arrived());
        Target corrected = target.weighed(Math.min(settings.largest(), yes), no);
        return target.value() > 0 && yes > settings.largest()
                ? new Target(corrected.value(), corrected.weight(), true)
                : corrected;
    }

    @Override
    public boolean readsSilence() {
        return true;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.BINARY_LABEL, Signal.DELAY);
    }
}
