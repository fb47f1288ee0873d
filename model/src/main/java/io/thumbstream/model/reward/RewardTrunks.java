package io.thumbstream.model.reward;

import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;

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
     * @param directory of the model, whose tokenizer and chat format are kept with saved models
     * @param tokenizer the one of the directory
     * @throws IOException when the chat format of the directory is not known
     */
    public static RewardTrunk transformer(
            TransformerTrunkSettings settings, CausalLm model, Path directory, Tokenizer tokenizer, long seed)
            throws IOException {
        return new TransformerTrunk(settings, RewardTokens.read(directory, tokenizer), model, seed);
    }
}
