package io.thumbstream.model.reward;

import java.util.List;
import java.util.Optional;

/**
 * Scores answers with every member of an ensemble.
 *
 * <p>Scores are logits: the difference of two answers' scores is the log-odds that the first is preferred. Their mean over the
 * members is the score, their standard deviation the uncertainty. One thread at a time.
 */
public interface RewardScorer extends AutoCloseable {
    /** Number of members, at least 2. */
    int members();

    /** Scores, {@code [input][member]}. */
    double[][] scores(List<ScoreInput> inputs);

    /** The same scorer for prefixes of answers; empty when it reads answers only as a whole. */
    default Optional<PrefixScorer> prefixes() {
        return Optional.empty();
    }

    @Override
    void close();
}
