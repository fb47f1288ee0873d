package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people said about places in the answers of a group, from the ballots as they stand at this moment.
 *
 * <p>Nothing is kept for it beside the ballots, so that a text goes with the key of who wrote it.
 */
final class Remarks {
    private Remarks() {}

    /** Edits, then marked parts, that have weight: answer by answer, each answer's by label id. */
    static List<Remark> of(JoinerStore store, String groupId, List<RolloutState> rollouts) {
        List<Remark> found = new ArrayList<>();
        for (FeedbackKind kind : List.of(FeedbackKind.EDIT, FeedbackKind.SPAN)) {
            String prefix = Ballot.prefix(groupId, kind);
            for (RolloutState state : rollouts) {
                state.contributions().stream()
                        .filter(each -> each.weight() > 0 && each.labelId().startsWith(prefix))
                        .map(each -> Optional.ofNullable(store.ballot(groupId, each.labelId())))
                        .flatMap(Optional::stream) // without those of people who were erased
                        .forEach(ballot -> remark(state.rollout().id(), ballot).ifPresent(found::add));
            }
        }
        return found;
    }

    private static Optional<Remark> remark(String rolloutId, Ballot ballot) {
        return ballot.standing().flatMap(vote -> Optional.ofNullable(vote.text())
                .map(text -> new Remark(rolloutId, ballot.kind(), vote.value(), text)));
    }
}
