package io.thumbstream.model.sample;

/**
 * One draw.
 *
 * @param token token id
 * @param logProb log-probability under the distribution it was drawn from, nats, at most 0
 * @param entropy entropy of that distribution, nats, at least 0; NaN when unknown
 * @param policyVersion version of the weights
 */
public record SampledToken(int token, float logProb, float entropy, long policyVersion) {}
