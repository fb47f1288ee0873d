package io.thumbstream.runtime.error;

/** State that can no longer be trusted: the service stops, is not ready, and its process ends with a non-zero exit code. */
public final class FatalException extends ThumbstreamException {
    private static final long serialVersionUID = 1L;

    public FatalException(String message) {
        super(message);
    }

    public FatalException(String message, Throwable cause) {
        super(message, cause);
    }
}
