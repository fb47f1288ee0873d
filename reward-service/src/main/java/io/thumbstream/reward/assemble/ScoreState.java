package io.thumbstream.reward.assemble;

/**
 * A reward-model score as it was given.
 *
 * @param mean mean over ensemble members
 * @param deviation standard deviation over members
 * @param version reward-model version
 */
public record ScoreState(double mean, double deviation, long version) {}
