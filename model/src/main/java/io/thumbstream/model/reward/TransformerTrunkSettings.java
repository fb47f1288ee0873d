package io.thumbstream.model.reward;

/**
 * The transformer trunk's training.
 *
 * @param members number of heads, in {@code [2, 16]}
 * @param headScale standard deviation of the heads' first weights, in {@code [0, 1]}
 * @param learningRate AdamW step size, in {@code (0, 0.1]}
 * @param weightDecay at least 0
 * @param maxNorm limit of the global gradient norm, positive
 * @param trainTrunk false trains the heads only
 */
public record TransformerTrunkSettings(
        int members, double headScale, double learningRate, double weightDecay, double maxNorm, boolean trainTrunk) {
    public TransformerTrunkSettings {
        if (members < 2 || members > 16) {
            throw new IllegalArgumentException(
                    "members is " + members + "; choose from 2 to 16, one member has no uncertainty");
        }
        if (!(headScale >= 0 && headScale <= 1)) {
            throw new IllegalArgumentException("head-scale is " + headScale + "; choose from 0 to 1");
        }
        if (!(learningRate > 0 && learningRate <= 0.1) || !(weightDecay >= 0) || !(maxNorm > 0)) {
            throw new IllegalArgumentException("learning-rate " + learningRate + " must lie in (0, 0.1], weight-decay "
                    + weightDecay + " must not be negative and max-norm " + maxNorm + " must be positive");
        }
    }

    /** Four heads, the whole trunk trained at 3e-4. */
    public static TransformerTrunkSettings defaults() {
        return new TransformerTrunkSettings(4, 0.02, 3e-4, 0.01, 1, true);
    }
}
