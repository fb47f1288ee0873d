package io.thumbstream.model.sample;

import io.thumbstream.model.lm.CausalLm;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One version of the policy's weights, never changed after construction and shared by reference count.
 *
 * <p>Starts with one reference, owned by the creator; the last {@link #release()} frees the weights. Thread-safe.
 */
public final class PolicySnapshot {
    private final long version;
    private final CausalLm model;
    private final Runnable free;
    private final AtomicInteger references = new AtomicInteger(1);

    /**
     * @param version policy version, at least 0
     * @param model weights nobody writes to any more; closed by the last release
     */
    public PolicySnapshot(long version, CausalLm model) {
        this(version, model, model::close);
    }

    private PolicySnapshot(long version, CausalLm model, Runnable free) {
        if (version < 0) {
            throw new IllegalArgumentException("policy version is " + version + "; it must be at least 0");
        }
        this.version = version;
        this.model = model;
        this.free = free;
    }

    /**
     * A version whose weights others use, too, all or some of them.
     *
     * @param version policy version, at least 0
     * @param model stays what it is until the last release
     * @param free what the last release does in place of closing the model
     */
    public static PolicySnapshot shared(long version, CausalLm model, Runnable free) {
        return new PolicySnapshot(version, model, free);
    }

    public long version() {
        return version;
    }

    public CausalLm model() {
        return model;
    }

    /** Adds a reference unless the weights are already freed. */
    public boolean acquire() {
        for (int seen = references.get(); seen > 0; seen = references.get()) {
            if (references.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Gives a reference back. */
    public void release() {
        int left = references.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("policy version " + version + " was released more often than acquired");
        }
        if (left == 0) {
            free.run();
        }
    }

    /** References that are held now. */
    public int references() {
        return references.get();
    }
}
