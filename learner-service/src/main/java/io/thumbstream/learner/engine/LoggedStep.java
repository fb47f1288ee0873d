package io.thumbstream.learner.engine;

/** A committed entry and its place in the training log. */
public record LoggedStep(StepEntry entry, Position position) {}
