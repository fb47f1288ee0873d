package io.thumbstream.lab.pretrain;

/**
 * What a pre-training run made.
 *
 * @param recipe what decided the weights
 * @param steps steps done; fewer than the recipe asks when the run was stopped
 * @param corpusDigest SHA-256 over all exchanges in order
 * @param weightsDigest SHA-256 of {@code model.safetensors}
 * @param parameters number of scalar parameters
 * @param loss mean cross-entropy of the last hundred steps in nats per token
 */
public record PretrainReport(
        PretrainRecipe recipe, int steps, String corpusDigest, String weightsDigest, long parameters, double loss) {}
