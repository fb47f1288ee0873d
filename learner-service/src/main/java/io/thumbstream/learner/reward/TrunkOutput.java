package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * What a trunk makes of the answers of a batch, as auxiliary terms see it.
 *
 * @param scores {@code [input, member]}, differentiable
 * @param logProbs mean log-probability of the tokens of each answer under the language head of the trunk, {@code [input]},
 *     differentiable; zeros unless a term {@linkplain AuxiliaryRewardTerm#readsText reads text}
 * @param views the states behind the scores; empty unless a term names a {@linkplain AuxiliaryRewardTerm#dropout dropout}
 */
public record TrunkOutput(NDArray scores, NDArray logProbs, Optional<StateViews> views) {
    /** Without states. */
    public TrunkOutput(NDArray scores, NDArray logProbs) {
        this(scores, logProbs, Optional.empty());
    }

    /**
     * The views of a term that reads them.
     *
     * @throws IllegalStateException when none were asked for
     */
    public StateViews shown() {
        return views.orElseThrow(
                () -> new IllegalStateException("No views were asked for; a term that reads them names its dropout"));
    }
}
