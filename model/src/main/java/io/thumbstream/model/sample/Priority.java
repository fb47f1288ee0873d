package io.thumbstream.model.sample;

/** Urgency of a request: a person waits for INTERACTIVE ones, nobody for BACKGROUND ones. */
public enum Priority {
    INTERACTIVE,
    BACKGROUND
}
