package io.thumbstream.schemas;

/** Result of decoding one record: its value, or why it is poison. */
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
}
