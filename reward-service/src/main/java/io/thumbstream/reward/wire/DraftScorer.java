package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.head.Score;
import io.thumbstream.reward.head.ScoreRequest;
import io.thumbstream.reward.head.ScorerHolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores the rollouts of all drafts of a tick that lack a score, in micro-batches.
 *
 * <p>One group has scores of one version: a draft in which any rollout is unscored is scored as a whole.
 */
final class DraftScorer {
    private static final Logger LOG = LoggerFactory.getLogger(DraftScorer.class);

    private final ScorerHolder scorer;
    private final int batchSize;

    DraftScorer(ScorerHolder scorer, int batchSize) {
        this.scorer = scorer;
        this.batchSize = batchSize;
    }

    /** New scores by rollout id; without entries for rollouts that need none or could not be scored. */
    Map<String, ScoreState> score(List<Output.Draft> drafts) {
        Map<String, Map<String, RolloutState>> groups = new LinkedHashMap<>();
        for (Output.Draft draft : drafts) {
            if (draft.rollouts().stream().anyMatch(state -> state.score() == null)) {
                Map<String, RolloutState> group =
                        groups.computeIfAbsent(draft.group().groupId(), id -> new LinkedHashMap<>());
                draft.rollouts().forEach(state -> group.put(state.rollout().id(), state));
            }
        }
        Map<String, ScoreState> scores = new HashMap<>();
        List<RolloutState> batch = new ArrayList<>();
        for (Map<String, RolloutState> group : groups.values()) {
            if (!batch.isEmpty() && batch.size() + group.size() > batchSize) {
                scores.putAll(scoreBatch(batch));
                batch.clear();
            }
            batch.addAll(group.values());
        }
        scores.putAll(scoreBatch(batch));
        return scores;
    }

    private Map<String, ScoreState> scoreBatch(List<RolloutState> batch) {
        Map<String, ScoreState> scores = new HashMap<>();
        if (batch.isEmpty()) {
            return scores;
        }
        List<ScoreRequest> requests = batch.stream()
                .map(state -> new ScoreRequest(
                        state.rollout().prompt(), state.rollout().response()))
                .toList();
        scorer.score(requests).ifPresent(scored -> {
            if (scored.scores().stream().allMatch(DraftScorer::finite)) {
                for (int i = 0; i < batch.size(); i++) {
                    Score score = scored.scores().get(i);
                    scores.put(
                            batch.get(i).rollout().id(),
                            new ScoreState(score.mean(), score.deviation(), scored.version()));
                }
            } else {
                LOG.atError()
                        .addKeyValue("version", scored.version())
                        .log("reward model gave a score that is not finite; the batch stays unscored");
            }
        });
        return scores;
    }

    private static boolean finite(Score score) {
        return Double.isFinite(score.mean()) && Double.isFinite(score.deviation());
    }
}
