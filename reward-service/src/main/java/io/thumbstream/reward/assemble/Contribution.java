package io.thumbstream.reward.assemble;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one label says about one rollout.
 *
 * @param labelId label it comes from
 * @param approval binary value in [0, 1]; null for comparisons, which judge no answer by itself
 * @param weight weight of that value
 * @param explicit whether the person said it on purpose
 * @param voter the person, or the label id where the person is unknown
 * @param sequence the person's own counter
 * @param timeMicros event time of the vote
 * @param feedbackIds feedback that made it
 */
public record Contribution(
        String labelId,
        @Nullable Double approval,
        double weight,
        boolean explicit,
        String voter,
        long sequence,
        long timeMicros,
        List<String> feedbackIds) {

    public Contribution {
        feedbackIds = List.copyOf(feedbackIds);
    }
}
