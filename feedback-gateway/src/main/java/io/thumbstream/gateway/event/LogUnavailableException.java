package io.thumbstream.gateway.event;

/** The log did not take an event; the same event may be sent again. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which part did not answer. */
    public enum Part {
        /** The event was handed to the brokers: nobody knows whether they stored it. */
        BROKER,
        /** Neither brokers nor registry were reached since the start: nothing was sent. */
        START,
        /** The event could not be encoded: nothing was sent. */
        REGISTRY,
        /** Too many wait already: nothing was sent. */
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

    /** Whether the event may be stored, or will be. */
    public boolean mayBeStored() {
        return part == Part.BROKER;
    }

    /** Which part did not answer. */
    public Part part() {
        return part;
    }
}
