package io.thumbstream.learner.replay;

/**
 * Limits of the replay buffer.
 *
 * @param capacity groups that may wait; the oldest goes when a newer one comes
 * @param maxPolicyLag a group whose oldest token is more published versions old than this is dropped
 * @param usesPerRevision steps that may use one revision of a group
 * @param maxUses steps that may use a group in all its revisions together
 * @param memory groups that are used up or dropped and still recognised, so that no revision makes them a second sample
 */
public record ReplaySettings(int capacity, long maxPolicyLag, int usesPerRevision, int maxUses, int memory) {
    public ReplaySettings {
        if (capacity < 1 || maxPolicyLag < 0 || usesPerRevision < 1 || memory < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", max-policy-lag " + maxPolicyLag
                    + ", uses-per-revision " + usesPerRevision + " and memory " + memory
                    + " must be at least 1, 0, 1 and 1");
        }
        if (maxUses < usesPerRevision) {
            throw new IllegalArgumentException(
                    "max-uses is " + maxUses + " but uses-per-revision is " + usesPerRevision + "; raise max-uses");
        }
    }

    /** 512 groups, 64 versions, each revision once, a group three times in all. */
    public static ReplaySettings defaults() {
        return new ReplaySettings(512, 64, 1, 3, 16_384);
    }
}
