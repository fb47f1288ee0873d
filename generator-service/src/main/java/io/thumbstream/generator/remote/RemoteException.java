package io.thumbstream.generator.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server did not do what it was asked; the message says what happened and what to do, fit for a person. */
final class RemoteException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient Optional<Duration> wait; // never serialised: it does not leave the package

    /** What a failure means for the next try. */
    enum Kind {
        /** The server cannot be reached, is too busy, or failed: the same may work later. */
        UNAVAILABLE,
        /** The server does not have the model that was asked for: the same works once it is loaded again. */
        MISSING_MODEL,
        /** An answer broke off or cannot be read: it can go on where it ended. */
        BROKEN,
        /** The server will never do this. */
        REFUSED
    }

    RemoteException(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    /** @param wait how long the server asks to be left alone */
    RemoteException(Kind kind, String message, Optional<Duration> wait) {
        super(message);
        this.kind = kind;
        this.wait = wait;
    }

    RemoteException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.wait = Optional.empty();
    }

    Kind kind() {
        return kind;
    }

    Optional<Duration> pause() {
        return wait;
    }

    /** Message, which is never absent here. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
