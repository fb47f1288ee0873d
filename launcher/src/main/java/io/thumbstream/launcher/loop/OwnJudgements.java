package io.thumbstream.launcher.loop;

import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.Provenance;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.event.RolloutEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the reward model itself thinks of answers, as the joiner would tell the reward learner. One thread owns it. */
public final class OwnJudgements {
    private static final String LABELS = "labels";
    /** Not that of people's labels, whose places begin at the same number. */
    private static final int PARTITION = 1;
    /** As far as the joiner lets scores go. */
    private static final double FARTHEST = 20;

    private final boolean told;
    private long labels;

    /** With nothing told so far. */
    public OwnJudgements(ThumbstreamSettings all) {
        this.told = all.reward().joiner().ownAnswers();
    }

    /**
     * A label for each answer, group by group; none where settings ask for none.
     *
     * @param scores of the reward model as it is now, {@code [input][member]}
     */
    public List<InputRecord<RewardLabel>> of(List<AnswerGroup> round, Function<List<ScoreInput>, double[][]> scores) {
        List<InputRecord<RewardLabel>> all = new ArrayList<>();
        if (!told) {
            return all;
        }
        for (AnswerGroup group : round) {
            double[][] given = scores.apply(
                    group.answers().stream().map(OwnJudgements::input).toList());
            for (int i = 0; i < given.length; i++) {
                RolloutEvent answer = group.answers().get(i);
                labels++;
                all.add(new InputRecord<>(
                        new Position(LABELS, PARTITION, labels),
                        group.id() + "/own/" + answer.index(),
                        1,
                        label(answer, Arrays.stream(given[i]).average().orElseThrow())));
            }
        }
        return all;
    }

    private static RewardLabel label(RolloutEvent answer, double score) {
        return new RewardLabel(
                LabelKind.BINARY,
                List.of(input(answer)),
                1 / (1 + Math.exp(-Math.max(-FARTHEST, Math.min(FARTHEST, score)))),
                1,
                Optional.empty(),
                Optional.of(Instant.ofEpochMilli(answer.timeMicros() / 1000)),
                Evidence.PLAIN,
                Provenance.own(answer.groupId(), answer.oldestPolicyVersion()));
    }

    private static ScoreInput input(RolloutEvent answer) {
        return new ScoreInput(answer.prompt(), answer.response());
    }
}
