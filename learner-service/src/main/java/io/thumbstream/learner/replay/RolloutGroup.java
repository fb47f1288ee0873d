package io.thumbstream.learner.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answers to one prompt, in index order.
 *
 * @param groupId names the group
 * @param revision from 1; a higher one replaces a lower one
 * @param rollouts those that can be trained on, at least one
 * @param eventTime event time of this revision
 */
public record RolloutGroup(String groupId, int revision, List<GroupRollout> rollouts, Instant eventTime) {
    /** Rewards closer together than this carry no signal. */
    private static final double SAME_REWARD = 1e-9;

    public RolloutGroup {
        rollouts = List.copyOf(rollouts);
        if (rollouts.isEmpty()) {
            throw new IllegalArgumentException("Group " + groupId + " has no rollouts");
        }
    }

    /** The same group with other answers, at least one. */
    public RolloutGroup withRollouts(List<GroupRollout> others) {
        return new RolloutGroup(groupId, revision, others, eventTime);
    }

    /** Oldest policy version among all tokens that a policy of ours sampled; -1 when none of them did. */
    public long oldestVersion() {
        return rollouts.stream()
                .filter(rollout -> !rollout.fromElsewhere())
                .mapToLong(GroupRollout::oldestVersion)
                .min()
                .orElse(-1);
    }

    /** Published versions from its oldest token to {@code version}; 0 when no policy of ours sampled any, because such a group does not age. */
    public long lag(long version) {
        long oldest = oldestVersion();
        return oldest < 0 ? 0 : version - oldest;
    }

    /** The group without the answers that somebody else wrote; empty when there are no others. */
    public Optional<RolloutGroup> sampled() {
        List<GroupRollout> own =
                rollouts.stream().filter(rollout -> !rollout.fromElsewhere()).toList();
        if (own.size() == rollouts.size()) {
            return Optional.of(this);
        }
        return own.isEmpty() ? Optional.empty() : Optional.of(withRollouts(own));
    }

    /** Whether rewards differ, so that a comparison within the group says something. */
    public boolean hasSpread() {
        double lowest =
                rollouts.stream().mapToDouble(GroupRollout::reward).min().orElseThrow();
        double highest =
                rollouts.stream().mapToDouble(GroupRollout::reward).max().orElseThrow();
        return highest - lowest > SAME_REWARD;
    }

    /** Of the answers at {@code places}, at least one, that with the highest reward, of equals the first. */
    int best(List<Integer> places) {
        int best = places.get(0);
        for (int place : places) {
            best = rollouts.get(place).reward() > rollouts.get(best).reward() ? place : best;
        }
        return best;
    }

    /** Of the answers at {@code places}, at least one, that with the lowest reward, of equals the first. */
    int worst(List<Integer> places) {
        int worst = places.get(0);
        for (int place : places) {
            worst = rollouts.get(place).reward() < rollouts.get(worst).reward() ? place : worst;
        }
        return worst;
    }

    /** Whether a person judged any of the answers. */
    public boolean hasLabel() {
        return rollouts.stream().anyMatch(rollout -> rollout.label().isPresent());
    }
}
