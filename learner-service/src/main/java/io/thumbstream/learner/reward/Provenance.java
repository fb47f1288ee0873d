package io.thumbstream.learner.reward;

import java.util.Optional;

/**
 * Whose judgement a label is.
 *
 * @param group group of the answer where the reward model itself judged it; empty where a person did
 * @param policyVersion oldest version of the policy that wrote the answer, where the reward model judged it; -1 where it is not known
 */
public record Provenance(Optional<String> group, long policyVersion) {
    /** A person judged. */
    public static final Provenance PERSON = new Provenance(Optional.empty(), -1);

    /** The reward model judged an answer of this group. */
    public static Provenance own(String group, long policyVersion) {
        return new Provenance(Optional.of(group), policyVersion);
    }

    /** Whether the reward model itself judged. */
    public boolean own() {
        return group.isPresent();
    }
}
