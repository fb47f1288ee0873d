package io.thumbstream.lab.firewall;

import io.thumbstream.model.reward.ScoreInput;

/**
 * An answer whose right vote is known.
 *
 * @param input question and answer
 * @param approve whether people should approve of it
 */
public record Probe(ScoreInput input, boolean approve) {}
