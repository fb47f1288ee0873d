package io.thumbstream.launcher.recorded;

import io.thumbstream.learner.engine.Position;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.head.Score;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A revision of a group as it lies in the topic of experience, with the texts that were scored.
 *
 * @param position where it lies
 * @param revision from 1
 * @param rewardVersion version of the reward model that scored it; -1 when it was not scored
 * @param userKey pseudonymous key of the person who asked, where known
 * @param answers in the order of the group
 * @param whole whether nobody's word about its answers was left out
 */
public record RecordedGroup(
        Position position,
        int revision,
        long rewardVersion,
        Optional<String> userKey,
        List<Answer> answers,
        boolean whole) {
    /** Version of a group that no reward model scored. */
    public static final long NOT_SCORED = -1;

    /** The order in which transforms saw the groups. */
    public static final Comparator<RecordedGroup> ORDER = Comparator.comparing(RecordedGroup::position);

    public RecordedGroup {
        answers = List.copyOf(answers);
    }

    /** A group with all that was said about it. */
    public RecordedGroup(
            Position position, int revision, long rewardVersion, Optional<String> userKey, List<Answer> answers) {
        this(position, revision, rewardVersion, userKey, answers, true);
    }

    /**
     * One answer of the group.
     *
     * @param tokens number of sampled tokens
     * @param text what a reward model reads of it; empty when the topic of rollouts no longer holds it
     * @param score what the reward model gave it, where it was scored
     * @param reward reward it had
     * @param approval binary label in [0, 1], where one was observed
     * @param approvalWeight weight of that label; 0 when unobserved
     * @param feedbackProbability P(feedback asked or given), range [0, 1]; 1 when the topic of rollouts no longer says
     * @param feedbackIds feedback that shaped it
     * @param similarity likeness to what people made of an answer of the group, in [0, 1], where it was recorded
     * @param ofStart whether the policy that learning began with made it for others to be compared with
     */
    public record Answer(
            String rolloutId,
            int tokens,
            Optional<ScoreInput> text,
            Optional<Score> score,
            double reward,
            Optional<Double> approval,
            double approvalWeight,
            double feedbackProbability,
            List<String> feedbackIds,
            Optional<Double> similarity,
            boolean ofStart) {
        public Answer {
            feedbackIds = List.copyOf(feedbackIds);
        }

        /** An answer of the policy in a group that nobody corrected. */
        public Answer(
                String rolloutId,
                int tokens,
                Optional<ScoreInput> text,
                Optional<Score> score,
                double reward,
                Optional<Double> approval,
                double approvalWeight,
                double feedbackProbability,
                List<String> feedbackIds) {
            this(
                    rolloutId,
                    tokens,
                    text,
                    score,
                    reward,
                    approval,
                    approvalWeight,
                    feedbackProbability,
                    feedbackIds,
                    Optional.empty(),
                    false);
        }

        /** The same answer without the judgement of people. */
        Answer unjudged() {
            return new Answer(
                    rolloutId,
                    tokens,
                    text,
                    score,
                    reward,
                    Optional.empty(),
                    0,
                    feedbackProbability,
                    List.of(),
                    Optional.empty(),
                    ofStart);
        }

        /** The same answer without what people made of its group. */
        Answer uncompared() {
            return new Answer(
                    rolloutId,
                    tokens,
                    text,
                    score,
                    reward,
                    approval,
                    approvalWeight,
                    feedbackProbability,
                    feedbackIds,
                    Optional.empty(),
                    ofStart);
        }
    }

    /** Whether a reward model scored it. */
    public boolean scored() {
        return rewardVersion != NOT_SCORED;
    }

    /** The same group with answers of which somebody's word is left out. */
    RecordedGroup without(List<Answer> changed) {
        return new RecordedGroup(position, revision, rewardVersion, userKey, changed, false);
    }
}
