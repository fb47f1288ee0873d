package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From drafts to rewarded experience: scores are kept with the answers, running means with the partition, and what people are asked with
 * the group. One thread owns it.
 */
final class DraftRewards {
    private final KeyValueJoinerStore store;
    private final RewardPipeline pipeline;
    private final ExperienceMapper mapper;
    private final PairAsks asks;

    /**
     * What a draft became.
     *
     * @param own what the reward model thinks of its answers, where that is asked for
     * @param request two of its answers that people are asked to compare, where they are
     */
    record Rewarded(RewardGroup group, Experience experience, List<Label> own, Optional<LabelRequest> request) {}

    DraftRewards(KeyValueJoinerStore store, RewardPipeline pipeline) {
        this.store = store;
        this.pipeline = pipeline;
        this.mapper = new ExperienceMapper(pipeline);
        this.asks = new PairAsks(store, pipeline.asking());
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
        return new Rewarded(rewarded.group(), mapper.experience(scored, rewarded.group()), own, asks.ask(scored));
    }

    /** The record of a label that was made after all drafts so far: only now is it known how probably people are asked for it. */
    Label label(io.thumbstream.reward.event.Label label) {
        return LabelMapper.label(asks.recorded(label));
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
