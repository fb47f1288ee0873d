package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.credit.TokenMarks;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.LabelState;
import io.thumbstream.reward.event.Remark;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.reward.transform.RewardRow;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.ReferenceLogProbs;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Drafts with their rewards as Avro experience. */
final class ExperienceMapper {
    private static final long NOT_SCORED = -1;

    private final RewardPipeline pipeline;

    ExperienceMapper(RewardPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The rewards a draft starts with: its scores, or 0 where a rollout has none. */
    static RewardGroup begin(Output.Draft draft) {
        boolean scored = draft.rollouts().stream().allMatch(state -> state.score() != null);
        List<String> corrections = draft.remarks().stream()
                .filter(remark -> remark.kind() == FeedbackKind.EDIT)
                .map(Remark::text)
                .toList();
        return new RewardGroup(draft.rollouts().stream()
                .map(state -> row(state, scored, corrections))
                .toList());
    }

    private static RewardRow row(RolloutState state, boolean groupScored, List<String> corrections) {
        ScoreState score = groupScored ? state.score() : null;
        RolloutState.Approval approval = state.approval();
        return new RewardRow(
                state.rollout().id(),
                state.rollout().trace().length(),
                score == null ? null : (Double) score.mean(),
                score == null ? 0 : score.deviation(),
                score == null ? 0 : score.mean(),
                approval == null ? null : (Double) approval.value(),
                approval == null ? 0 : approval.weight(),
                state.rollout().feedbackProbability(),
                state.rollout().ofStart() ? Map.of(RewardChain.START, 1.0) : Map.of(),
                new RewardRow.Texts(state.rollout().response(), corrections));
    }

    Experience experience(Output.Draft draft, RewardGroup rewards) {
        List<ScoredRollout> rollouts = new ArrayList<>();
        for (int i = 0; i < draft.rollouts().size(); i++) {
            rollouts.add(rollout(draft.rollouts().get(i), rewards.rows().get(i), draft.remarks()));
        }
        RolloutEvent first = draft.rollouts().get(0).rollout();
        return Experience.newBuilder()
                .setGroupId(draft.group().groupId())
                .setRevision(draft.group().revision())
                .setRollouts(rollouts)
                .setExpectedSize(draft.group().expected())
                .setCompleteness(draft.completeness())
                .setLabelState(LabelMapper.observation(groupState(draft.rollouts())))
                .setRewardModel(pipeline.model())
                .setRewardVersion(rewards.scored() ? version(draft) : NOT_SCORED)
                .setTransformTrace(rewards.scored() ? pipeline.chain().trace() : List.of())
                .setUserKey(first.userKey())
                .setExplorationArm(first.explorationArm())
                .setEventTime(EventMapper.instant(draft.timeMicros()))
                .build();
    }

    private static long version(Output.Draft draft) {
        return Objects.requireNonNull(draft.rollouts().get(0).score()).version();
    }

    private static LabelState groupState(List<RolloutState> rollouts) {
        List<LabelState> states =
                rollouts.stream().map(RolloutState::labelState).distinct().toList();
        if (states.contains(LabelState.OBSERVED)) {
            return LabelState.OBSERVED;
        }
        return states.contains(LabelState.PENDING) ? LabelState.PENDING : LabelState.CENSORED;
    }

    private ScoredRollout rollout(RolloutState state, RewardRow row, List<Remark> remarks) {
        RolloutEvent rollout = state.rollout();
        RolloutState.@Nullable Approval approval = state.approval();
        return ScoredRollout.newBuilder()
                .setRolloutId(rollout.id())
                .setIndex(rollout.index())
                .setPromptTokens(boxed(rollout.trace().promptTokens()))
                .setTokens(boxed(rollout.trace().tokens()))
                .setBehaviourLogProbs(boxed(rollout.trace().logProbs()))
                .setReferenceLogProbs(reference(rollout))
                .setOldestPolicyVersion(rollout.oldestPolicyVersion())
                .setNewestPolicyVersion(rollout.newestPolicyVersion())
                .setReward(row.reward())
                .setTokenRewards(boxed(credit(rollout, row.reward(), remarks)))
                .setScore(row.score())
                .setScoreUncertainty(row.score() == null ? null : (Double) row.deviation())
                .setComponents(row.components())
                .setLabelState(LabelMapper.observation(state.labelState()))
                .setLabelValue(approval == null ? null : (Double) approval.value())
                .setLabelWeight(approval == null ? 0 : approval.weight())
                .setFeedbackIds(state.feedbackIds())
                .setFinishReason(FinishReason.valueOf(rollout.finishReason()))
                .setDisplayed(rollout.displayed())
                .build();
    }

    private static @Nullable ReferenceLogProbs reference(RolloutEvent rollout) {
        return rollout.trace()
                .reference()
                .map(known -> ReferenceLogProbs.newBuilder()
                        .setLogProbs(boxed(known.logProbs()))
                        .setPolicyVersion(known.policyVersion())
                        .setSha256(known.sha256())
                        .setTemperature(known.temperature())
                        .build())
                .orElse(null);
    }

    private float[] credit(RolloutEvent rollout, double reward, List<Remark> remarks) {
        int tokens = rollout.trace().length();
        return remarks.isEmpty()
                ? pipeline.credit().assign(reward, tokens)
                : pipeline.credit().assign(reward, tokens, TokenMarks.of(rollout, remarks));
    }

    private static List<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static List<Float> boxed(float[] values) {
        List<Float> boxed = new ArrayList<>(values.length);
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }
}
