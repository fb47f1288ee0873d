package io.thumbstream.model.sample;

/** Why a sample ended. */
public enum Finish {
    /** The policy drew an end token, or a stop text appeared. */
    STOP,
    /** The request's token limit or the model's context was used up. */
    LENGTH,
    /** The caller withdrew the request. */
    CANCELLED
}
