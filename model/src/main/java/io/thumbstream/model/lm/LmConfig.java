package io.thumbstream.model.lm;

/**
 * Shape and constants of a Llama-style decoder.
 *
 * @param vocabularySize number of token ids
 * @param width hidden size, a multiple of {@code heads}
 * @param layers number of decoder layers
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads, a divisor of {@code heads} (equal: no grouping)
 * @param feedForward inner size of the gated feed-forward block
 * @param context longest sequence in tokens
 * @param ropeTheta base of the rotary position frequencies
 * @param normEpsilon constant added to the mean square in each normalisation
 * @param tiedEmbeddings true when the output projection is the embedding matrix
 */
public record LmConfig(
        int vocabularySize,
        int width,
        int layers,
        int heads,
        int keyValueHeads,
        int feedForward,
        int context,
        double ropeTheta,
        double normEpsilon,
        boolean tiedEmbeddings) {
    public LmConfig {
        positive("vocabulary size", vocabularySize);
        positive("width", width);
        positive("layers", layers);
        positive("heads", heads);
        positive("key-value heads", keyValueHeads);
        positive("feed-forward size", feedForward);
        positive("context", context);
        if (width % heads != 0 || (width / heads) % 2 != 0) {
            throw new IllegalArgumentException("Width " + width + " does not split into " + heads
                    + " heads of even size; choose a width that is a multiple of twice the heads");
        }
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException("The " + heads + " query heads cannot share " + keyValueHeads
                    + " key-value heads evenly; choose a divisor of the query heads");
        }
        if (!(ropeTheta > 1) || !(normEpsilon > 0)) {
            throw new IllegalArgumentException("Rope theta " + ropeTheta + " must exceed 1 and norm epsilon "
                    + normEpsilon + " must be positive; usual values are 10000 and 1e-6");
        }
    }

    /** The shipped base model: about 1.26 million parameters with a vocabulary of 1024. */
    public static LmConfig base(int vocabularySize) {
        return new LmConfig(vocabularySize, 128, 5, 4, 4, 352, 128, 10_000, 1e-6, false);
    }

    /** Size of one attention head. */
    public int headSize() {
        return width / heads;
    }

    private static void positive(String what, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("The " + what + " is " + value + " but must be positive");
        }
    }
}
