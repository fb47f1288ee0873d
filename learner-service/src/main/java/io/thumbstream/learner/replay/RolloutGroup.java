package io.thumbstream.learner.replay;

import io.thumbstream.learner.trust.Ruling;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The answers to one prompt, in index order; or what was decided about the votes of a person, which has no answers and stands among the groups
 * so that it is logged, replayed and left out like them.
 *
 * @param groupId names the group, or the decision
 * @param revision from 1; a higher one replaces a lower one
 * @param rollouts those that can be trained on, at least one; none where it is a decision
 * @param eventTime event time of this revision; of a decision, when it was made
 * @param ruling what was decided about whom; empty for answers
 * @param startAnswers answers of the policy that learning began with to the same prompt, whose rewards teach nobody; read only where a technique
 *     asks for them
 */
public record RolloutGroup(
        String groupId,
        int revision,
        List<GroupRollout> rollouts,
        Instant eventTime,
        Optional<Ruling> ruling,
        List<GroupRollout> startAnswers) {
    /** Rewards closer together than this carry no signal. */
    private static final double SAME_REWARD = 1e-9;
    /** A decision is never said anew under the same id. */
    private static final int ONLY = 1;

    public RolloutGroup {
        rollouts = List.copyOf(rollouts);
        startAnswers = List.copyOf(startAnswers);
        if (rollouts.isEmpty() && ruling.isEmpty()) {
            throw new IllegalArgumentException("Group " + groupId + " has no rollouts");
        }
        if (ruling.isPresent() && !(rollouts.isEmpty() && startAnswers.isEmpty())) {
            throw new IllegalArgumentException("Decision " + groupId + " has rollouts; give none");
        }
    }

    /** The answers to one prompt, at least one. */
    public RolloutGroup(String groupId, int revision, List<GroupRollout> rollouts, Instant eventTime) {
        this(groupId, revision, rollouts, eventTime, Optional.empty(), List.of());
    }

    /** What a human, or the firewall of the reward learner, decided about the votes of a person. */
    public static RolloutGroup about(String id, Ruling ruling, Instant at) {
        return new RolloutGroup(id, ONLY, List.of(), at, Optional.of(ruling), List.of());
    }

    /** Whether it is a decision and has no answers. */
    public boolean decides() {
        return ruling.isPresent();
    }

    /** The same group with other answers, at least one. */
    public RolloutGroup withRollouts(List<GroupRollout> others) {
        return new RolloutGroup(groupId, revision, others, eventTime, Optional.empty(), startAnswers);
    }

    /** The same group with these answers of the policy that learning began with. */
    public RolloutGroup withStartAnswers(List<GroupRollout> others) {
        return new RolloutGroup(groupId, revision, rollouts, eventTime, ruling, others);
    }

    /**
     * Those of the start policy's answers that the reward model scores no lower than the mean of the group's own answers, so that what people have
     * come to dislike is not kept; all of them where nothing has a score.
     */
    public List<GroupRollout> goodStartAnswers() {
        OptionalDouble usual = rollouts.stream()
                .flatMap(rollout -> rollout.score().stream())
                .mapToDouble(Double::doubleValue)
                .average();
        return startAnswers.stream()
                .filter(answer -> answer.score().orElse(Double.MAX_VALUE) >= usual.orElse(-Double.MAX_VALUE))
                .toList();
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
