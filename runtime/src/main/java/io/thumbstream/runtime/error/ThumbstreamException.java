package io.thumbstream.runtime.error;

/**
 * Root of the failures that the code tells apart; the subclass says who can act on it.
 *
 * <p>A message names what happened, the offending value and what to do about it.
 */
public abstract sealed class ThumbstreamException extends RuntimeException
        permits ConfigException, FatalException, PoisonRecordException, TransientException {
    private static final long serialVersionUID = 1L;

    ThumbstreamException(String message) {
        super(message);
    }

    ThumbstreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
