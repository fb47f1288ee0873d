package io.thumbstream.model.sample;

/** Receives the progress of one request, on the thread that owns the {@link Sampler}. */
public interface SampleListener {
    /**
     * More text is certain to belong to the answer.
     *
     * @param text whole characters only, never empty
     * @param policyVersion version that sampled the newest token of it
     */
    default void onText(String text, long policyVersion) {}

    /** The request ended and nothing more follows; all of {@link Sample#text()} was given to {@link #onText}. */
    void onDone(Sample sample);

    /** The request cannot be answered and nothing more follows; {@code reason} is fit for a person. */
    void onFailure(String reason);
}
