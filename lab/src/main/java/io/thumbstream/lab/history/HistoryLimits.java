package io.thumbstream.lab.history;

/**
 * What the settings of a run allow its learners.
 *
 * @param maxPolicyLag published versions that a group's oldest token may be behind when a step uses it
 * @param usesPerRevision policy steps that may use one revision of a group
 * @param groupUses policy steps that may use a group in all its revisions together
 * @param labelUses reward steps that may use one revision of a label about one answer
 * @param pairUses the same for a choice between two answers
 */
public record HistoryLimits(long maxPolicyLag, int usesPerRevision, int groupUses, int labelUses, int pairUses) {
    public HistoryLimits {
        if (maxPolicyLag < 0 || usesPerRevision < 1 || groupUses < 1 || labelUses < 1 || pairUses < 1) {
            throw new IllegalArgumentException("max lag " + maxPolicyLag + " and uses " + usesPerRevision + ", "
                    + groupUses + ", " + labelUses + ", " + pairUses + " must be at least 0 and 1");
        }
    }
}
