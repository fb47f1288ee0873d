package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.LabelState;
import io.thumbstream.reward.event.RolloutEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rollout and what is known about it so far. Immutable.
 *
 * @param windowClosed whether silence is final; from the start where nobody could see the answer
 * @param contributions what labels say about it, by label id
 * @param score null until scored
 */
public record RolloutState(
        RolloutEvent rollout, boolean windowClosed, List<Contribution> contributions, @Nullable ScoreState score) {

    private static final Comparator<Contribution> PRECEDENCE = Comparator.comparing(Contribution::explicit)
            .thenComparing(Contribution::sequence)
            .thenComparing(Contribution::timeMicros)
            .thenComparing(Contribution::labelId);

    public RolloutState {
        contributions = List.copyOf(contributions);
    }

    static RolloutState arrived(RolloutEvent rollout) {
        return new RolloutState(rollout, !rollout.displayed(), List.of(), null);
    }

    public LabelState labelState() {
        if (!contributions.isEmpty()) {
            return LabelState.OBSERVED;
        }
        return windowClosed ? LabelState.CENSORED : LabelState.PENDING;
    }

    /** Whether a label of this kind stands. */
    boolean judgedBy(FeedbackKind kind) {
        String prefix = Ballot.prefix(rollout.groupId(), kind);
        return contributions.stream().anyMatch(each -> each.labelId().startsWith(prefix));
    }

    RolloutState closed() {
        return new RolloutState(rollout, true, contributions, score);
    }

    public RolloutState scored(ScoreState given) {
        return new RolloutState(rollout, windowClosed, contributions, given);
    }

    /** Replaces what this label said before. */
    RolloutState with(Contribution contribution) {
        List<Contribution> changed = new ArrayList<>(without(contribution.labelId()).contributions);
        changed.add(contribution);
        changed.sort(Comparator.comparing(Contribution::labelId));
        return new RolloutState(rollout, windowClosed, changed, score);
    }

    RolloutState without(String labelId) {
        List<Contribution> rest = contributions.stream()
                .filter(contribution -> !contribution.labelId().equals(labelId))
                .toList();
        return new RolloutState(rollout, windowClosed, rest, score);
    }

    /**
     * The binary label: each person's word by precedence explicit, own sequence, event time, label id; people averaged by weight.
     * Null when nobody judged this answer by itself.
     */
    public @Nullable Approval approval() {
        Map<String, Contribution> lastWords = new TreeMap<>();
        approvals()
                .forEach(each -> lastWords.merge(each.voter(), each, (a, b) -> PRECEDENCE.compare(a, b) >= 0 ? a : b));
        double weight = 0;
        double sum = 0;
        for (Contribution word : lastWords.values()) {
            Double value = word.approval();
            if (value != null) {
                weight += word.weight();
                sum += word.weight() * value;
            }
        }
        return weight > 0 ? new Approval(sum / weight, weight) : null;
    }

    private Stream<Contribution> approvals() {
        return contributions.stream().filter(each -> each.approval() != null);
    }

    /** Ids of all feedback that shaped this state, in order. */
    public List<String> feedbackIds() {
        return contributions.stream()
                .flatMap(each -> each.feedbackIds().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** A binary label in [0, 1] and its weight. */
    public record Approval(double value, double weight) {}
}
