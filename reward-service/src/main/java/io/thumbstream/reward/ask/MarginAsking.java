package io.thumbstream.reward.ask;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Asks most about pairs whose scores lie close together.
 *
 * <p>{@code u = exp(-|m| / width)} with m the lead of one answer over the other in units of scores; no units, in (0, 1]. Source: Not all
 * preference pairs are created equal, 2024, arXiv 2406.17312, which takes the pairs of the smallest margin. Ours takes any pair with a
 * probability that falls with the margin, so that labels can be weighed by it.
 *
 * <p>Use where people who are asked twice say the same in three quarters of the cases or more. Wrong where judgements are noisy: the
 * closest pairs then have the noisiest labels, and asking at random is better. While nothing is learned, all leads are near 0 and it asks
 * at random.
 */
@Experimental
final class MarginAsking implements AskPolicy {

    /** @param width lead at which a pair is asked about e times less often than at 0, in units of scores, above 0 */
    record Settings(double width) {
        Settings {
            if (!(width > 0) || Double.isInfinite(width)) {
                throw new IllegalArgumentException("width is " + width + "; give a finite number above 0");
            }
        }
    }

    private final Settings settings;

    MarginAsking(Settings settings) {
        this.settings = settings;
    }

    @Override
    public double urgency(AskCandidate candidate) {
        return Math.exp(-Math.abs(candidate.lead()) / settings.width());
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.SCORE);
    }
}
