package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.Signal;
import java.time.Duration;
import java.util.Set;

/**
 * Silence as the probability that the "yes" is only not there yet, under exponential delays.
 *
 * <p>For silence of age e: {@code value = p s / (1 - p + p s)} with {@code s = exp(-e / mean-delay)}, p the model's present
 * probability, e and {@code mean-delay} in seconds. Cross-entropy to that value has the gradient of the likelihood {@code ln(1 - p
 * + p s)} of "not yet"; a "yes" is left as it is, since {@code ln p + ln(rate) - rate delay} moves p as {@code ln p} does. Source:
 * Chapelle, Modeling delayed feedback in display advertising, KDD 2014, in the form of expectation and maximisation. Ours takes
 * the mean delay as given instead of fitting it to each answer, and looks at silence once, when the window closes: a later "yes"
 * has the weight 0, because the silence before it has already spoken for it.
 *
 * <p>Use where delays are known to be exponential. Where they are not, the rate is off by the factor {@code arrived / (1 - s)}, with
 * the share {@code arrived} that really comes within the window: too high where many come sooner than exponential delays of that
 * mean, as with heavy tails, and too low for windows far beyond the mean. It finds the rate of {@link FeedbackShift} with
 * {@code arrived = 1 - s}, with lighter labels, but more slowly, since the value leans on the model's own belief.
 */
final class DelayModel implements LabelCorrection {

    /**
     * What is known about the delays.
     *
     * @param window the kind's attribution window; feedback after it has the weight 0
     * @param meanDelay mean time from an answer to its "yes", of those that come at all; at least 1 ms
     */
    record Settings(Duration window, Duration meanDelay) {
        Settings {
            Bounds.window(window);
            if (meanDelay.toMillis() < 1) {
                throw new IllegalArgumentException("mean-delay is " + meanDelay + "; give at least 1 ms");
            }
        }

        static Settings defaults() {
            return new Settings(Duration.ofMinutes(20), Duration.ofMinutes(1));
        }
    }

    private final Settings settings;

    DelayModel(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Target correct(Target target, Evidence evidence, double estimate) {
        if (!evidence.silent()) {
            return Bounds.late(evidence, settings.window()) ? target.weighed(0, 0) : target;
        }
        double waiting = estimate * Math.exp(-evidence.delaySeconds() / Bounds.seconds(settings.meanDelay()));
        return new Target(waiting / (1 - estimate + waiting), target.weight(), target.clipped());
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
