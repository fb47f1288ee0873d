package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.Presence;
import java.util.List;

/**
 * Whether the person who asked was seen at an answer: what stands of what was said or noticed about the answers of its group.
 *
 * <p>A sign of whatever weight counts, but for an answer that was left, and for what somebody else did where it is known who asked.
 */
final class Attendance {
    private static final String ABANDONED = "abandoned/";

    private Attendance() {}

    /** @param group all rollouts of the group, this one among them or not */
    static Presence of(RolloutState answer, List<RolloutState> group) {
        if (seen(answer)) {
            return Presence.ANSWER;
        }
        return group.stream().anyMatch(Attendance::seen) ? Presence.GROUP : Presence.NONE;
    }

    private static boolean seen(RolloutState state) {
        RolloutEvent answer = state.rollout();
        String left = Ballot.prefix(answer.groupId(), FeedbackKind.IMPLICIT) + ABANDONED;
        String asker = answer.userKey();
        return state.contributions().stream()
                .filter(each -> !each.labelId().startsWith(left))
                .anyMatch(each -> asker == null || asker.equals(each.voter()));
    }
}
