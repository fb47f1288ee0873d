package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Label;
import java.util.List;
import java.util.Map;

/** From drafts to rewarded experience: scores are kept with the answers, running means with the partition. One thread owns it. */
final class DraftRewards {
    private final KeyValueJoinerStore store;
    private final RewardPipeline pipeline;
    private final ExperienceMapper mapper;

    /**
     * What a draft became.
     *
     * @param own what the reward model thinks of its answers, where that is asked for
     */
    record Rewarded(RewardGroup group, Experience experience, List<Label> own) {}

    DraftRewards(KeyValueJoinerStore store, RewardPipeline pipeline) {
        this.store = store;
        this.pipeline = pipeline;
        this.mapper = new ExperienceMapper(pipeline);
    }

    /**
     * The experience of a draft.
     *
     * @param scores new scores by rollout id; they are kept for later revisions
     */
    Rewarded reward(Output.Draft draft, Map<String, ScoreState> scores) {
        Output.Draft scored = scored(draft, scores);
        RewardChain.Rewarded rewarded = pipeline.chain().apply(ExperienceMapper.begin(scored), store.running());
        if (scored.group().revision() == 1 && rewarded.group().scored()) {
            store.running(rewarded.running());
        }
        List<Label> own = pipeline.ownAnswers() ? OwnAnswers.of(scored, pipeline.model()) : List.of();
        return new Rewarded(rewarded.group(), mapper.experience(scored, rewarded.group()), own);
    }

    private Output.Draft scored(Output.Draft draft, Map<String, ScoreState> scores) {
        List<RolloutState> rollouts = draft.rollouts().stream()
                .map(state -> {
                    ScoreState score = scores.get(state.rollout().id());
                    return score == null ? state : state.scored(score);
                })
                .toList();
        for (RolloutState state : rollouts) {
            ScoreState score = scores.get(state.rollout().id());
            RolloutState kept = score == null
                    ? null
                    : store.rollout(state.rollout().groupId(), state.rollout().id());
            if (score != null && kept != null && !score.equals(kept.score())) {
                store.put(kept.scored(score));
            }
        }
        return new Output.Draft(draft.group(), rollouts, draft.completeness(), draft.timeMicros(), draft.remarks());
    }
}
