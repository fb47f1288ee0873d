package io.thumbstream.gateway.answer;

/** Hears how the answers to one prompt grow; called on the event loop. */
public interface AnswerListener {

    /** Text was added to answer {@code index}; may be empty. */
    void grew(int index, String text, long policyVersion);

    /** All answers are complete. */
    void completed();

    /** The generator reported an error. */
    void failed(String error);
}
