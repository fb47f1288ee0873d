package io.thumbstream.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** Bytes that can never become the record of their topic; the message names topic, schema id and remedy. */
public final class UndecodableRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public UndecodableRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    public UndecodableRecordException(String message) {
        super(message);
    }
}
