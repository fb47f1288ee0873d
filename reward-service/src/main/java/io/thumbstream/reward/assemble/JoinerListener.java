package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackKind;

/** Counts what the joiner does. Called by the joiner's thread. */
public interface JoinerListener {

    /** @param outcome labelled, late, duplicate, parked, kept or refused */
    void feedback(FeedbackKind kind, String outcome);

    void feedbackDelay(double seconds);

    /** Feedback waited for a rollout that never came. */
    void unmatched();

    /** @param reason timeout, evicted or duplicate */
    void groupDropped(String reason);

    void stalled(boolean stalled);
}
