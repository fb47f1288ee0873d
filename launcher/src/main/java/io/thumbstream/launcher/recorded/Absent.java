package io.thumbstream.launcher.recorded;

import io.thumbstream.learner.engine.InputChange;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.trust.Ruling;
import io.thumbstream.model.checkpoint.Digests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * People whose records are left out: their labels, the groups that answered them, and what they said about answers to others.
 *
 * @param userHashes sha256 of their pseudonymous keys
 * @param feedbackIds all feedback they gave
 */
public record Absent(Set<String> userHashes, Set<String> feedbackIds) {
    public Absent {
        userHashes = Set.copyOf(userHashes);
        feedbackIds = Set.copyOf(feedbackIds);
    }

    /** Everybody is there. */
    public static Absent nobody() {
        return new Absent(Set.of(), Set.of());
    }

    /** These people and others. */
    public Absent and(Absent others) {
        return new Absent(union(userHashes, others.userHashes), union(feedbackIds, others.feedbackIds));
    }

    /** Labels of those who are there, and decisions about them. */
    public InputChange<RewardLabel> labels() {
        return record ->
                record.value().userKey().filter(this::has).isPresent() ? Optional.empty() : Optional.of(record);
    }

    /** What {@code groups} makes of groups of answers, and decisions about those who are there. */
    public InputChange<RolloutGroup> experience(InputChange<RolloutGroup> groups) {
        return record -> {
            Optional<Ruling> ruling = record.value().ruling();
            if (ruling.isEmpty()) {
                return groups.of(record);
            }
            return has(ruling.get().person()) ? Optional.empty() : Optional.of(record);
        };
    }

    /**
     * Groups of those who are there. An answer that one of the absent judged loses its binary label, which may also hold the word of
     * somebody else, and its group the likeness to what people made of it and is no longer whole.
     */
    public List<RecordedGroup> groups(List<RecordedGroup> all) {
        if (userHashes.isEmpty()) {
            return all;
        }
        List<RecordedGroup> kept = new ArrayList<>();
        for (RecordedGroup group : all) {
            if (group.userKey().filter(this::has).isEmpty()) {
                kept.add(group.answers().stream().anyMatch(this::judged) ? unjudged(group) : group);
            }
        }
        return kept;
    }

    private RecordedGroup unjudged(RecordedGroup group) {
        return group.without(group.answers().stream()
                .map(answer -> judged(answer) ? answer.unjudged() : answer.uncompared())
                .toList());
    }

    /** Whether one of them asked for {@code group} or judged an answer of it. */
    public boolean in(RecordedGroup group) {
        return group.userKey().filter(this::has).isPresent()
                || group.answers().stream().anyMatch(this::judged);
    }

    private boolean judged(RecordedGroup.Answer answer) {
        return answer.feedbackIds().stream().anyMatch(feedbackIds::contains);
    }

    /** Whether any of them gave feedback or asked for one of {@code groups}. */
    public boolean in(List<RecordedGroup> groups) {
        return !feedbackIds.isEmpty()
                || groups.stream()
                        .anyMatch(group -> group.userKey().filter(this::has).isPresent());
    }

    private boolean has(String userKey) {
        return userHashes.contains(Digests.of(userKey));
    }

    private static Set<String> union(Collection<String> one, Collection<String> other) {
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }
}
