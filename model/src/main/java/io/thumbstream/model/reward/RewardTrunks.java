package io.thumbstream.model.reward;

import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.text.Tokenizer;

/** Makes reward trunks. */
public final class RewardTrunks {
    private RewardTrunks() {}

    /** An untrained trunk over hashed n-grams. */
    public static RewardTrunk ngram(NgramTrunkSettings settings, long seed) {
        return new NgramTrunk(settings, seed);
    }

    /**
     * Untrained heads on a language model, which the trunk owns from now on.
     *
     * @param tokenizerFile bytes of the {@code tokenizer.json} of {@code tokenizer}, kept with saved models
     */
    public static RewardTrunk transformer(
            TransformerTrunkSettings settings, CausalLm model, Tokenizer tokenizer, byte[] tokenizerFile, long seed) {
        return new TransformerTrunk(settings, new RewardTokens(tokenizer, tokenizerFile), model, seed);
    }
}
