package io.thumbstream.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** The schema registry did not answer; the same call can succeed later, and no record is at fault. */
public final class RegistryUnavailableException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
