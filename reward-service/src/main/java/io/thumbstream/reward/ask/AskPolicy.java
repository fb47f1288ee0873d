package io.thumbstream.reward.ask;

import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.Set;

/**
 * Says how urgently people should be asked about a pair of answers.
 *
 * <p>Called once for every pair that could be asked about, with the scores of that moment. Keeps nothing between calls: equal input gives
 * equal output. {@link ActiveQuerySelector} makes probabilities of urgencies, within a budget.
 */
public interface AskPolicy extends Technique {

    /** How urgent it is, finite and at least 0; no units, only the ratio between pairs counts. */
    double urgency(AskCandidate candidate);

    @Override
    default Set<Signal> provides() {
        return Set.of(Signal.FEEDBACK_PROBABILITY);
    }
}
