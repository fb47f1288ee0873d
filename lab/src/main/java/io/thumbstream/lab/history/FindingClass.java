package io.thumbstream.lab.history;

import java.util.Locale;

/** What can be wrong with a history; a sound one has none of these. */
public enum FindingClass {
    /** Feedback that was answered 2xx is named by no label. */
    LOST_VOTE,
    /** One piece of feedback counts in two labels, twice in one, or a revision lies in its topic twice. */
    DOUBLE_VOTE,
    /** A step used a revision although the learner had already read the one in which the vote is withdrawn. */
    VOTE_AFTER_WITHDRAWAL,
    /** What a person had said before being erased can still be read, or a step learned from it after the models were rebuilt. */
    ERASED_USER_VOTE,
    /** A learner logged one step number twice, or used an input more often than its settings allow. */
    STEP_TWICE,
    /** A step number is missing between the first and the last of a learner. */
    STEP_LOST,
    /** An answer, a label, an experience or a step names a version that was not there then, or is not the one that answered. */
    WRONG_POLICY_VERSION,
    /** A policy step used a group that was older than the settings allow. */
    STALENESS,
    /** A label or a group stands otherwise at the end than rollouts and feedback give when all of them are joined once more. */
    JOIN_DIFFERENCE,
    /** Weights differ from what the log gives, or one version was announced with two digests. */
    DIGEST_MISMATCH;

    /** Returns the name used in reports, for example {@code lost-vote}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
