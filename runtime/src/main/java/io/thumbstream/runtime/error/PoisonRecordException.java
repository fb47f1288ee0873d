package io.thumbstream.runtime.error;

/** One record that can never be processed: it goes to the dead-letter topic and the stream goes on. */
public final class PoisonRecordException extends ThumbstreamException {
    private static final long serialVersionUID = 1L;

    public PoisonRecordException(String message) {
        super(message);
    }

    public PoisonRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
