package io.thumbstream.gateway.event;

/** The log did not take an event; the same event may be sent again. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which part did not answer. */
    public enum Part {
        BROKER,
        REGISTRY,
        QUEUE
    }

    private final Part part;

    /** Names the part that failed. */
    public LogUnavailableException(Part part, String message, Throwable cause) {
        super(message, cause);
        this.part = part;
    }

    /** Names the part that failed, without a cause. */
    public LogUnavailableException(Part part, String message) {
        super(message);
        this.part = part;
    }

    /** What happened and what to do. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Which part did not answer. */
    public Part part() {
        return part;
    }
}
