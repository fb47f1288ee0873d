package io.thumbstream.lab.drive;

/**
 * What people remember of their calls, to be compared with the topics later.
 *
 * <p>Called on the thread of the simulated users, so it must not block.
 */
public interface UserJournal {
    /** Remembers nothing. */
    UserJournal NONE = new UserJournal() {
        @Override
        public void shown(String rolloutId, long policyVersion) {}

        @Override
        public void accepted(String feedbackId) {}
    };

    /** An answer was shown; {@code policyVersion} is the newest among its tokens. */
    void shown(String rolloutId, long policyVersion);

    /** Feedback, which may be a retraction, was answered 2xx. */
    void accepted(String feedbackId);
}
