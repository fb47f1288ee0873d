package io.thumbstream.learner.wire;

import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RecordedReference;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.ReferenceLogProbs;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.util.List;
import java.util.Optional;

/**
 * Experience records as groups of rollouts.
 *
 * <p>Left out: rollouts without tokens (external exchanges), cancelled or failed ones, answers of the policy that learning began with, which others were
 * compared with, and groups that are then empty.
 * A label counts only when it was observed; silence is no label. What single tokens earned is read only when it is asked for: nothing else
 * needs it, and it takes as much memory as the log-probabilities. What a record says of a reference policy is always read: whether a step takes it
 * must depend on records and settings alone, or a replayed step could round otherwise.
 */
public final class ExperienceTranslator implements RecordTranslator<Experience, RolloutGroup> {
    private final boolean tokenRewards;

    /** Reads what answers as a whole earned. */
    public ExperienceTranslator() {
        this(false);
    }

    /** @param tokenRewards whether to read what single tokens earned, too; records that do not say it of each token are then refused */
    public ExperienceTranslator(boolean tokenRewards) {
        this.tokenRewards = tokenRewards;
    }

    @Override
    public Optional<Translated<RolloutGroup>> translate(Experience record) {
        List<GroupRollout> rollouts = record.getRollouts().stream()
                .filter(ExperienceTranslator::trainable)
                .map(rollout -> rollout(rollout, record))
                .toList();
        if (rollouts.isEmpty()) {
            return Optional.empty();
        }
        RolloutGroup group =
                new RolloutGroup(record.getGroupId(), record.getRevision(), rollouts, record.getEventTime());
        return Optional.of(new Translated<>(record.getGroupId(), record.getRevision(), group));
    }

    private static boolean trainable(ScoredRollout rollout) {
        FinishReason reason = rollout.getFinishReason();
        return !rollout.getTokens().isEmpty()
                && reason != FinishReason.CANCELLED
                && reason != FinishReason.ERROR
                && !StartAnswers.marked(rollout.getComponents());
    }

    private GroupRollout rollout(ScoredRollout rollout, Experience group) {
        return new GroupRollout(
                rollout.getRolloutId(),
                ints(rollout.getPromptTokens()),
                ints(rollout.getTokens()),
                logProbs(rollout.getBehaviourLogProbs()),
                rollout.getOldestPolicyVersion(),
                rollout.getReward(),
                label(rollout, group.getUserKey()),
                rollout.getScore().filter(Double::isFinite),
                tokenRewards ? tokenRewards(rollout, group.getGroupId()) : new float[0],
                rollout.getReferenceLogProbs().map(ExperienceTranslator::reference));
    }

    private static RecordedReference reference(ReferenceLogProbs known) {
        return new RecordedReference(
                logProbs(known.getLogProbs()), known.getPolicyVersion(), known.getSha256(), known.getTemperature());
    }

    private static float[] tokenRewards(ScoredRollout rollout, String group) {
        List<Float> earned = rollout.getTokenRewards();
        if (earned.size() != rollout.getTokens().size()) {
            throw new IllegalArgumentException("Group " + group + ": rollout " + rollout.getRolloutId() + " has "
                    + rollout.getTokens().size() + " tokens but " + earned.size()
                    + " token rewards; there must be one for each token");
        }
        float[] result = new float[earned.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = earned.get(i);
        }
        return result;
    }

    private static Optional<BinaryLabel> label(ScoredRollout rollout, Optional<String> person) {
        if (rollout.getLabelState() != Observation.OBSERVED || !(rollout.getLabelWeight() > 0)) {
            return Optional.empty();
        }
        return rollout.getLabelValue().map(value -> new BinaryLabel(value, rollout.getLabelWeight(), person));
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Rounding may lift the log-probability of a sure token just above zero. */
    private static float[] logProbs(List<Float> values) {
        float[] result = new float[values.size()];
        for (int i = 0; i < result.length; i++) {
            float value = values.get(i);
            result[i] = value > 0 && value < 1e-3f ? 0 : value;
        }
        return result;
    }
}
