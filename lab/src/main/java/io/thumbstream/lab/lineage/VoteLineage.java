package io.thumbstream.lab.lineage;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a vote shaped.
 *
 * @param id the vote
 * @param user hash of the person's key
 * @param at when it was accepted
 * @param labels labels made from it, as {@code id revision}, in order
 * @param revised whether one of these labels was replaced by a later revision
 * @param rewardUses how often a step of the reward learner had one of the labels as an input
 * @param firstRewardVersion first reward model that learned from it; all later ones did too
 * @param groups scored groups that carry it
 * @param policyUses how often a step of the policy learner had one of these as an input
 * @param firstPolicyVersion first policy that learned from a group that carries it
 * @param firstScoredPolicyVersion first policy that learned from scores of a reward model that learned from it
 */
public record VoteLineage(
        String id,
        String user,
        Instant at,
        List<String> labels,
        boolean revised,
        long rewardUses,
        OptionalLong firstRewardVersion,
        long groups,
        long policyUses,
        OptionalLong firstPolicyVersion,
        OptionalLong firstScoredPolicyVersion) {
    public VoteLineage {
        labels = List.copyOf(labels);
    }
}
