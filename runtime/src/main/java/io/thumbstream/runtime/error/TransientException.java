package io.thumbstream.runtime.error;

/** A failure that is expected to pass: retry with backoff, then escalate. */
public final class TransientException extends ThumbstreamException {
    private static final long serialVersionUID = 1L;

    public TransientException(String message) {
        super(message);
    }

    public TransientException(String message, Throwable cause) {
        super(message, cause);
    }
}
