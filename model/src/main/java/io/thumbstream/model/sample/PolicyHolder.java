package io.thumbstream.model.sample;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Hands out the newest policy; publishing replaces it without waiting for users of the old one. Thread-safe. */
public final class PolicyHolder implements AutoCloseable {
    private final AtomicReference<@Nullable PolicySnapshot> current = new AtomicReference<>();

    /** Makes a snapshot the newest one and takes over its creator's reference. */
    public void publish(PolicySnapshot snapshot) {
        PolicySnapshot old = current.getAndSet(snapshot);
        if (old != null) {
            old.release();
        }
    }

    /**
     * Newest snapshot with a reference for the caller, who must release it.
     *
     * @throws IllegalStateException when no policy was published yet; see {@link #version()}
     */
    public PolicySnapshot acquire() {
        while (true) {
            PolicySnapshot snapshot = current.get();
            if (snapshot == null) {
                throw new IllegalStateException("no policy is loaded yet; publish one first");
            }
            if (snapshot.acquire()) {
                return snapshot;
            }
        }
    }

    boolean isCurrent(PolicySnapshot snapshot) {
        return current.get() == snapshot;
    }

    /** Version of the newest policy; empty before the first. */
    public Optional<Long> version() {
        return Optional.ofNullable(current.get()).map(PolicySnapshot::version);
    }

    /** Gives up the newest snapshot. */
    @Override
    public void close() {
        PolicySnapshot old = current.getAndSet(null);
        if (old != null) {
            old.release();
        }
    }
}
