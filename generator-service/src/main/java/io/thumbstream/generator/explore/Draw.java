package io.thumbstream.generator.explore;

import io.thumbstream.model.sample.SamplingSettings;

/**
 * How one answer of a group is to be sampled.
 *
 * @param sampling distribution to draw from; reported log-probabilities follow it
 * @param arm short name of the variant for later analysis; empty when it is plain sampling
 */
public record Draw(SamplingSettings sampling, String arm) {}
