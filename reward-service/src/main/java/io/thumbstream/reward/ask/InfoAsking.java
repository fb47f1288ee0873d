package io.thumbstream.reward.ask;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Asks most about pairs that the members of the reward model judge differently.
 *
 * <p>{@code u = sigma(m) sigma(-m) v} with m the lead of one answer over the other and v its variance over the members; no units. The first
 * two factors are how much one choice tells about the lead, the third is how little is known of it. Source: the information that a
 * choice gives about a linear score, with the choice among pairs of Not all preference pairs are created equal, 2024, arXiv 2406.17312.
 * Ours takes the spread of the members for what is not known.
 *
 * <p>Use where the reward model has several members that learned from different labels. Wrong where members agree because they share a
 * fault. With one member all variances are 0, and it asks at random. Where an answer's score is kept as mean and deviation over the
 * members, as live services keep it, v is the sum of the variances of the two answers.
 */
@Experimental
final class InfoAsking implements AskPolicy {

    @Override
    public double urgency(AskCandidate candidate) {
        double first = 1 / (1 + Math.exp(-candidate.lead()));
        return first * (1 - first) * candidate.disagreement();
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.SCORE, Signal.SCORE_VARIANCE);
    }
}
