package io.thumbstream.model.lm;

/**
 * Shape and constants of a decoder.
 *
 * @param vocabularySize number of token ids
 * @param width hidden size
 * @param layers number of decoder layers
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads, a divisor of {@code heads} (equal: no grouping)
 * @param feedForward inner size of the gated feed-forward block
 * @param context longest sequence in tokens
 * @param ropeTheta base of the rotary position frequencies
 * @param normEpsilon constant added to the mean square in each normalisation
 * @param tiedEmbeddings true when the output projection is the embedding matrix
 * @param headSize size of one attention head, even
 * @param family what its attention is like
 * @param attentionBias whether the projections of attention have biases, for families that leave it open
 * @param scaling how rotary positions are slowed down
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
        boolean tiedEmbeddings,
        int headSize,
        LmFamily family,
        boolean attentionBias,
        RotaryScaling scaling) {
    public LmConfig {
        positive("vocabulary size", vocabularySize);
        positive("width", width);
        positive("layers", layers);
        positive("heads", heads);
        positive("key-value heads", keyValueHeads);
        positive("feed-forward size", feedForward);
        positive("context", context);
        if (headSize <= 0 || headSize % 2 != 0) {
            throw new IllegalArgumentException(
                    "The head size is " + headSize + " but must be positive and even, because positions turn pairs");
        }
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException("The " + heads + " query heads cannot share " + keyValueHeads
                    + " key-value heads evenly; choose a divisor of the query heads");
        }
        if (!(ropeTheta > 1) || !(normEpsilon > 0)) {
            throw new IllegalArgumentException("Rope theta " + ropeTheta + " must exceed 1 and norm epsilon "
                    + normEpsilon + " must be positive; usual values are 10000 and 1e-6");
        }
        if (attentionBias && !family.optionalBias()) {
            throw new IllegalArgumentException(
                    family.architecture() + " fixes where attention has biases; leave attention_bias out");
        }
    }

    /** A Llama-style decoder without biases and without scaled positions, whose heads share the width evenly. */
    public LmConfig(
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
        this(
                vocabularySize,
                width,
                layers,
                heads,
                keyValueHeads,
                feedForward,
                context,
                ropeTheta,
                normEpsilon,
                tiedEmbeddings,
                evenHeads(width, heads),
                LmFamily.LLAMA,
                false,
                new RotaryScaling.None());
    }

    /** The shipped base model: about 1.26 million parameters with a vocabulary of 1024. */
    public static LmConfig base(int vocabularySize) {
        return new LmConfig(vocabularySize, 128, 5, 4, 4, 352, 128, 10_000, 1e-6, false);
    }

    /** The same with a context of at most {@code tokens}. */
    public LmConfig withContext(int tokens) {
        return new LmConfig(
                vocabularySize,
                width,
                layers,
                heads,
                keyValueHeads,
                feedForward,
                Math.min(context, tokens),
                ropeTheta,
                normEpsilon,
                tiedEmbeddings,
                headSize,
                family,
                attentionBias,
                scaling);
    }

    /** Size of all query heads together. */
    public int queryWidth() {
        return heads * headSize;
    }

    /** Size of all key heads together, and of all value heads. */
    public int keyValueWidth() {
        return keyValueHeads * headSize;
    }

    /** Whether the query, key and value projections have biases. */
    public boolean inputBias() {
        return attentionBias || family == LmFamily.QWEN2;
    }

    /** Whether the projection behind attention has a bias. */
    public boolean outputBias() {
        return attentionBias;
    }

    /** Size of a head when {@code heads} share {@code width} evenly. */
    static int evenHeads(int width, int heads) {
        positive("heads", heads);
        if (width % heads != 0 || (width / heads) % 2 != 0) {
            throw new IllegalArgumentException("Width " + width + " does not split into " + heads
                    + " heads of even size; choose a width that is a multiple of twice the heads");
        }
        return width / heads;
    }

    private static void positive(String what, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("The " + what + " is " + value + " but must be positive");
        }
    }
}
