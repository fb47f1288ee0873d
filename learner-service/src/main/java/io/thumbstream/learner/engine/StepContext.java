package io.thumbstream.learner.engine;

/**
 * What a learner may know of the world when it plans or applies a step.
 *
 * @param step number of the step, from 1 without gaps
 * @param seed seed of the step, a function of the root seed and the step number
 * @param version newest version published before the step; 0 for the shipped model
 */
public record StepContext(long step, long seed, long version) {}
