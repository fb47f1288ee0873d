package io.thumbstream.model.train;

/**
 * How a base model is trained.
 *
 * @param steps number of optimizer steps
 * @param batchSize conversations per step
 * @param peakRate highest learning rate, reached after the warm-up
 * @param finalRate learning rate of the last step
 * @param warmupSteps steps over which the rate rises linearly from zero
 * @param weightDecay decay of matrices, relative to the learning rate
 * @param maxNorm limit of the global gradient norm
 * @param bucketBatches batches whose texts are drawn together and sorted by length, so that rows need little padding
 * @param seed source of the order of the texts
 */
public record PretrainSettings(
        int steps,
        int batchSize,
        double peakRate,
        double finalRate,
        int warmupSteps,
        double weightDecay,
        double maxNorm,
        int bucketBatches,
        long seed) {
    public PretrainSettings {
        if (steps <= 0 || batchSize <= 0 || bucketBatches <= 0 || warmupSteps < 0 || warmupSteps > steps) {
            throw new IllegalArgumentException("Steps " + steps + ", batch size " + batchSize + " and bucket batches "
                    + bucketBatches + " must be positive and warm-up steps " + warmupSteps + " within the steps");
        }
        if (!(peakRate > 0) || !(finalRate >= 0) || finalRate > peakRate) {
            throw new IllegalArgumentException("The final rate " + finalRate
                    + " must be at least zero and at most the peak rate " + peakRate + ", which must be positive");
        }
        if (!(weightDecay >= 0) || !(maxNorm > 0)) {
            throw new IllegalArgumentException(
                    "Weight decay " + weightDecay + " must not be negative and max norm " + maxNorm + " be positive");
        }
    }

    /** Settings that train the base shape on short chats. */
    public static PretrainSettings defaults() {
        return new PretrainSettings(2_000, 32, 3e-3, 1e-4, 60, 0.05, 1, 8, 1);
    }

    /** Learning rate of a step counted from zero: linear warm-up, then half a cosine down to the final rate. */
    public double rate(int step) {
        if (step < warmupSteps) {
            return peakRate * (step + 1) / warmupSteps;
        }
        double progress = (step - warmupSteps) / (double) Math.max(1, steps - 1 - warmupSteps);
        return finalRate + (peakRate - finalRate) * 0.5 * (1 + StrictMath.cos(StrictMath.PI * progress));
    }
}
