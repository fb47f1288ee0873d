package io.thumbstream.launcher.trial;

import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.loop.Learners;
import io.thumbstream.launcher.loop.OwnJudgements;
import io.thumbstream.launcher.loop.RewardSide;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.reward.event.Remark;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What stands between the answers of an arm and its learners: what people say goes to the reward learner when it is time for it, and what the
 * reward model thinks itself where it learns from that; answers with their rewards go to the policy learner. One thread owns it.
 */
final class ArmTeller {
    private final BedSettings.Feedback feedback;
    private final RewardSide side;
    private final Learners learners;
    private final ArmScores scores;
    private final OwnJudgements own;
    private final BedCorrections corrections;
    private final Optional<Demonstrations> shown;
    private final Deque<List<AnswerGroup>> unheard = new ArrayDeque<>();

    /**
     * Nobody was told anything yet.
     *
     * @param feedback when people are heard
     * @param shown what people wrote in place of answers, where the policy learner sees it
     */
    ArmTeller(
            BedSettings.Feedback feedback,
            RewardSide side,
            Learners learners,
            ArmScores scores,
            OwnJudgements own,
            BedCorrections corrections,
            Optional<Demonstrations> shown) {
        this.feedback = feedback;
        this.side = side;
        this.learners = learners;
        this.scores = scores;
        this.own = own;
        this.corrections = corrections;
        this.shown = shown;
    }

    /** Keeps new groups until people were heard about them. */
    void add(List<AnswerGroup> groups) {
        unheard.add(groups);
    }

    /**
     * Brings what people say about the oldest groups to the reward learner, when it is time for them. A proxy leaves it nothing to do, but
     * objectives that learn from labels still hear them.
     *
     * @param step of the newest groups
     */
    void hear(int step) {
        int delay = feedback.delaySteps();
        if (unheard.size() > delay && feedback.heard(step - delay)) {
            List<InputRecord<RewardLabel>> labels = side.labels(unheard.getFirst());
            if (!scores.planted()) {
                labels.forEach(learners.reward()::accept);
            }
        }
    }

    /**
     * Brings the newest groups to the policy learner, and those of which something was said late once more; to the reward learner goes what the
     * reward model thinks of the newest.
     */
    void tell() {
        List<AnswerGroup> newest = unheard.getLast();
        tell(newest, 1);
        if (!scores.planted()) {
            own.of(newest, learners::scores).forEach(learners.reward()::accept);
        }
        if (unheard.size() > feedback.delaySteps()) {
            List<AnswerGroup> heard = unheard.removeFirst();
            if (feedback.delaySteps() > 0) {
                tell(heard, 2);
            }
        }
    }

    /** Group by group, because a proxy has to know which one it scores. */
    private void tell(List<AnswerGroup> groups, int revision) {
        for (AnswerGroup group : groups) {
            side.experience(List.of(group), revision, unused -> scores.of(group)).stream()
                    .map(record -> withEdits(record, side.corrections(group)))
                    .forEach(learners.policy()::accept);
        }
    }

    private InputRecord<RolloutGroup> withEdits(InputRecord<RolloutGroup> record, List<Remark> edits) {
        InputRecord<RolloutGroup> corrected = corrections.with(record, edits);
        return shown.map(each -> each.beside(corrected, edits)).orElse(corrected);
    }
}
