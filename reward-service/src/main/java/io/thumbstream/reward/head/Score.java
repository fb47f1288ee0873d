package io.thumbstream.reward.head;

/**
 * Opinion of a reward model on one answer.
 *
 * @param mean mean over ensemble members, larger is better
 * @param deviation standard deviation over members, same unit; 0 with a single member
 */
public record Score(double mean, double deviation) {}
