package io.thumbstream.schemas;

/** Result of decoding one record: its value, or why it has none. */
public sealed interface Decoded<T> {

    /** A readable record. */
    record Value<T>(T value) implements Decoded<T> {}

    /**
     * A record that can never be read, for the dead-letter topic.
     *
     * @param reason bounded word for metrics: {@code undecodable} or {@code empty}
     * @param cause what the decoder said
     */
    record Poison<T>(String reason, UndecodableRecordException cause) implements Decoded<T> {}

    /**
     * A record of a person whose key is destroyed.
     *
     * @param envelope the record with blank personal fields: who, when, about what, but nothing that was said
     */
    record Erased<T>(T envelope) implements Decoded<T> {}
}
