package io.thumbstream.reward.event;

import io.thumbstream.schemas.StartAnswers;
import org.jspecify.annotations.Nullable;

/**
 * One complete answer.
 *
 * @param index position in the group, from 0
 * @param groupSize rollouts expected in the group; 0 when unknown, as for external exchanges
 * @param prompt rendered conversation a reward model reads
 * @param response answer text
 * @param oldestPolicyVersion oldest version among its token spans; -1 for external exchanges
 * @param newestPolicyVersion newest version among its token spans; -1 for external exchanges
 * @param displayed whether a person could see it
 * @param feedbackProbability P(feedback asked or given), range [0, 1]
 * @param timeMicros when the last token was sampled
 */
public record RolloutEvent(
        String id,
        String groupId,
        int index,
        int groupSize,
        String prompt,
        String response,
        TokenTrace trace,
        long oldestPolicyVersion,
        long newestPolicyVersion,
        String finishReason,
        boolean displayed,
        double feedbackProbability,
        @Nullable String userKey,
        @Nullable String explorationArm,
        long timeMicros,
        SourceRef source)
        implements Event {

    public RolloutEvent {
        if (index < 0 || groupSize < 0) {
            throw new IllegalArgumentException("rollout " + id + " has index " + index + " and group size " + groupSize
                    + "; both must be 0 or more");
        }
        if (!(feedbackProbability >= 0 && feedbackProbability <= 1)) {
            throw new IllegalArgumentException(
                    "rollout " + id + " has feedback probability " + feedbackProbability + "; it must lie in [0, 1]");
        }
    }

    @Override
    public RolloutEvent notAfter(long micros) {
        return timeMicros <= micros
                ? this
                : new RolloutEvent(
                        id,
                        groupId,
                        index,
                        groupSize,
                        prompt,
                        response,
                        trace,
                        oldestPolicyVersion,
                        newestPolicyVersion,
                        finishReason,
                        displayed,
                        feedbackProbability,
                        userKey,
                        explorationArm,
                        micros,
                        source);
    }

    /**
     * Whether the policy that learning began with made it for others to be compared with. A caller who names its answers so gets no more than that:
     * what anybody saw, or a later version had a part in, is not one.
     */
    public boolean ofStart() {
        return StartAnswers.ARM.equals(explorationArm)
                && oldestPolicyVersion == 0
                && newestPolicyVersion == 0
                && !displayed;
    }

    /** Whether another system made it, so that no policy of ours can learn from its tokens. */
    public boolean external() {
        return groupSize == 0;
    }
}
