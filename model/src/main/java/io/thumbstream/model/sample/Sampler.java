package io.thumbstream.model.sample;

/**
 * Samples many answers at once, here or on another machine: requests enter between steps and leave when they end.
 *
 * <p>Not thread-safe: one thread submits, steps and closes, and listeners are called on it.
 */
public interface Sampler extends AutoCloseable {
    /**
     * Queues a request; one that can never be answered fails at once.
     *
     * @return false when the queue of its priority is full; the listener is then never called
     * @throws IllegalArgumentException when the prompt leaves no room for a token in the model's context
     */
    boolean submit(SampleRequest request, SampleListener listener);

    /** Ends a request early: its listener gets what was sampled, with {@link Finish#CANCELLED}; unknown ids are ignored. */
    void cancel(String id);

    /**
     * Takes in waiting requests and brings the running ones forward.
     *
     * @return whether anything was drawn
     */
    boolean step();

    /** Answers that are being sampled. */
    int active();

    /** Requests of this priority that have not started. */
    int waiting(Priority priority);

    /** Fails every running and waiting request with this reason, fit for a person. */
    void failAll(String reason);

    /** Fails what still runs or waits, and frees what the sampler holds. */
    @Override
    void close();
}
