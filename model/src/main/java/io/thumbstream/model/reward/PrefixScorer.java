package io.thumbstream.model.reward;

import java.util.List;

/**
 * Scores answers behind each of their tokens, from one pass over each answer: where in an answer its score is won or lost.
 *
 * <p>Tokens are the scorer's own. A prefix is not closed by the token that ends answers, so its score is that of an answer that may go on.
 */
public interface PrefixScorer {
    /**
     * Scores of all prefixes.
     *
     * @return {@code [input][prefix][member]}; prefix 0 is the prompt alone, each next one has one token more, and the last one, which ends with
     *     the closing token, has the scores of {@link RewardScorer#scores} up to rounding
     */
    double[][][] prefixScores(List<ScoreInput> inputs);
}
