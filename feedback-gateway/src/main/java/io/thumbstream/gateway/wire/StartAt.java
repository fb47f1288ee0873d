package io.thumbstream.gateway.wire;

/** Where a {@link TopicTail} begins to read. */
public enum StartAt {
    /** With the next record. */
    END,
    /** Some thousand records before the end, so that a page has a history. */
    RECENT,
    /** With the oldest record. */
    BEGINNING
}
