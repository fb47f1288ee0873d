package io.thumbstream.learner.engine;

/**
 * What recovery did.
 *
 * @param checkpointStep step of the checkpoint that was loaded; 0 when there was none
 * @param replayed logged steps that were applied again
 * @param step step reached
 * @param version newest version known
 */
public record Recovery(long checkpointStep, long replayed, long step, long version) {}
