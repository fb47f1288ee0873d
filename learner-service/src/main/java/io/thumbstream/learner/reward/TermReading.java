package io.thumbstream.learner.reward;

import io.thumbstream.model.lm.FeatureDropout;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the terms beside an objective read of a trunk besides its scores.
 *
 * @param text whether they read its language head
 * @param dropout share of features that views of its states leave out; empty when they read none
 */
record TermReading(boolean text, OptionalDouble dropout) {
    /** @throws ConfigException when terms want different views */
    static TermReading of(List<AuxiliaryRewardTerm> terms) {
        double[] shares = terms.stream()
                .map(AuxiliaryRewardTerm::dropout)
                .flatMapToDouble(OptionalDouble::stream)
                .distinct()
                .toArray();
        if (shares.length > 1) {
            throw new ConfigException("terms of the reward objective, learner.reward.core.terms, have a dropout of "
                    + shares[0] + " and of " + shares[1] + "; all see the same views, so give them one");
        }
        return new TermReading(
                terms.stream().anyMatch(AuxiliaryRewardTerm::readsText),
                shares.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(shares[0]));
    }

    /** @throws ConfigException when the trunk lacks what they read */
    void require(RewardTrunk trunk) {
        if (text && !trunk.hasLanguageHead()) {
            throw new ConfigException("a term of the reward objective teaches the language head of the trunk, which a "
                    + trunk.kind() + " trunk lacks or does not learn; set learner.reward.trunk to transformer with"
                    + " learner.reward.transformer.train-trunk true, or leave the term out");
        }
        if (dropout.isPresent() && !trunk.hasViews()) {
            throw new ConfigException("a term of the reward objective teaches the states of the trunk, which this "
                    + trunk.kind() + " trunk does not learn; set learner.reward.trunk to transformer with"
                    + " learner.reward.transformer.train-trunk true, or leave the term out");
        }
    }

    /**
     * Starts the training pass that they need.
     *
     * @param seed of what views leave out
     */
    RewardTrunk.Pass open(RewardTrunk trunk, List<ScoreInput> inputs, long seed) {
        if (dropout.isPresent()) {
            return trunk.forwardWithViews(inputs, new FeatureDropout(dropout.getAsDouble(), seed), text);
        }
        return text ? trunk.forwardWithText(inputs) : trunk.forward(inputs);
    }

    /** Moves the weights against the derivatives by what was read; false as {@link RewardTrunk.Pass#update(double[][])} says. */
    boolean update(RewardTrunk.Pass pass, double[][] byScore, double[] byLogProb, double[][][] byView) {
        if (dropout.isPresent()) {
            return pass.update(byScore, byLogProb, byView);
        }
        return text ? pass.update(byScore, byLogProb) : pass.update(byScore);
    }
}
