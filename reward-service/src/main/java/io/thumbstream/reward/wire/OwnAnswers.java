package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelItem;
import io.thumbstream.schemas.avro.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * What the reward model itself thinks of the answers of a group, as labels that nobody gave.
 *
 * <p>Only of the first revision of a group, and only when the whole group is scored. A label says by {@code IMPUTED} that no person stands
 * behind it, and names the version that judged as its interpreter. Answers of the policy that learning began with, which are there to compare
 * with, get none: the policy does not write them any more.
 */
final class OwnAnswers {
    /** Scores beyond it say nothing more; their probability would round to 0 or 1. */
    private static final double FARTHEST = 20;

    private OwnAnswers() {}

    /**
     * A label for each answer of the policy, in index order; none when there are none to be made.
     *
     * @param draft with its scores
     * @param model name of the reward model
     */
    static List<Label> of(Output.Draft draft, String model) {
        if (draft.group().revision() != 1) {
            return List.of();
        }
        List<Label> labels = new ArrayList<>();
        for (RolloutState state : draft.rollouts()) {
            ScoreState score = state.score();
            if (score == null) {
                return List.of();
            }
            if (!state.rollout().ofStart()) {
                labels.add(label(draft, state.rollout(), score, model));
            }
        }
        return List.copyOf(labels);
    }

    private static Label label(Output.Draft draft, RolloutEvent answer, ScoreState score, String model) {
        return Label.newBuilder()
                .setLabelId(answer.groupId() + "/own/" + answer.index())
                .setGroupId(answer.groupId())
                .setRevision(1)
                .setKind(FeedbackKind.UNKNOWN)
                .setItems(List.of(LabelItem.newBuilder()
                        .setRolloutId(answer.id())
                        .setPrompt(answer.prompt())
                        .setResponse(answer.response())
                        .setPolicyVersion(answer.oldestPolicyVersion())
                        .build()))
                .setValue(probability(score.mean()))
                .setWeight(1)
                .setObservation(Observation.IMPUTED)
                .setAskerKey(answer.userKey())
                .setInterpreter(model + "@" + score.version())
                .setEventTime(EventMapper.instant(draft.timeMicros()))
                .build();
    }

    /** The score as a probability of approval. */
    private static double probability(double score) {
        return 1 / (1 + Math.exp(-Math.max(-FARTHEST, Math.min(FARTHEST, score))));
    }
}
