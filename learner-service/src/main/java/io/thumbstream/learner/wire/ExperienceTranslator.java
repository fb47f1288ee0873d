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
 * <p>Left out: rollouts without tokens (external exchanges), cancelled or failed ones, and groups that are then empty. Answers of the policy that
 * learning began with are none of the group's; they stand beside it where they are asked for, and are left out elsewhere.
 * A label counts only when it was observed; silence is no label. What single tokens earned is read only when it is asked for: nothing else
 * needs it, and it takes as much memory as the log-probabilities. What a record says of a reference policy is always read: whether a step takes it
 * must depend on records and settings alone, or a replayed step could round otherwise.
 */
public final class ExperienceTranslator implements RecordTranslator<Experience, RolloutGroup> {
    private final boolean tokenRewards;
    private final boolean startAnswers;

    /** Reads what the group's own answers as a whole earned. */
    public ExperienceTranslator() {
        this(false, false);
    }

    /**
     * Reads what else is asked for.
     *
     * @param tokenRewards whether to read what single tokens earned, too; records that do not say it of each token are then refused
     * @param startAnswers whether to read answers of the policy that learning began with, too
     */
    public ExperienceTranslator(boolean tokenRewards, boolean startAnswers) {
        this.tokenRewards = tokenRewards;
        this.startAnswers = startAnswers;
    }

    @Override
    public Optional<Translated<RolloutGroup>> translate(Experience record) {
        List<GroupRollout> rollouts = answers(record, false);
        if (rollouts.isEmpty()) {
            return Optional.empty();
        }
        RolloutGroup group = new RolloutGroup(
                        record.getGroupId(), record.getRevision(), rollouts, record.getEventTime())
                .withStartAnswers(startAnswers ? answers(record, true) : List.of());
        return Optional.of(new Translated<>(record.getGroupId(), record.getRevision(), group));
    }

    /** @param start whether those of the policy that learning began with are meant, or else the group's own */
    private List<GroupRollout> answers(Experience record, boolean start) {
        return record.getRollouts().stream()
                .filter(rollout -> finished(rollout) && StartAnswers.marked(rollout.getComponents()) == start)
                .map(rollout -> rollout(rollout, record))
                .toList();
    }

    private static boolean finished(ScoredRollout rollout) {
        FinishReason reason = rollout.getFinishReason();
        return !rollout.getTokens().isEmpty() && reason != FinishReason.CANCELLED && reason != FinishReason.ERROR;
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
