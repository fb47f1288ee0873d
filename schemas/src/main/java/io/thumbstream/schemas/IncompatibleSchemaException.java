package io.thumbstream.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** A schema of this build that may not follow the ones already registered. */
public final class IncompatibleSchemaException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public IncompatibleSchemaException(String message) {
        super(message);
    }
}
