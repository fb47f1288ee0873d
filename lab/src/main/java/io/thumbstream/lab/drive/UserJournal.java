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
        public void shown(String user, String rolloutId, long policyVersion) {}

        @Override
        public void accepted(String user, String feedbackId) {}

        @Override
        public void refused(String user, String feedbackId, int status) {}
    };

    /** An answer was shown to {@code user}; {@code policyVersion} is the newest among its tokens. */
    void shown(String user, String rolloutId, long policyVersion);

    /** Feedback of {@code user}, which may be a retraction, was answered 2xx. */
    void accepted(String user, String feedbackId);

    /** Feedback of {@code user} was refused for good; {@code status} is that of the last answer, 0 when there was none. */
    void refused(String user, String feedbackId, int status);
}
