package io.thumbstream.launcher.trial;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.reward.event.Remark;
import java.util.ArrayList;
import java.util.List;

/**
 * What people wrote in place of answers, as answers that were approved of.
 *
 * <p>In the product no record carries edits to the policy as demonstrations; a trial that compares with imitation needs them. No policy sampled
 * them, so that objectives that correct for the policy that sampled never see them.
 *
 * @param words of the bed
 */
record Demonstrations(Tokenizer words) {
    /**
     * The group with a demonstration after its answers for each edit of one of them.
     *
     * @param edits of answers of this group
     */
    InputRecord<RolloutGroup> beside(InputRecord<RolloutGroup> record, List<Remark> edits) {
        RolloutGroup group = record.value();
        List<GroupRollout> rollouts = new ArrayList<>(group.rollouts());
        for (GroupRollout answer : group.rollouts()) {
            for (Remark edit : edits) {
                if (edit.rolloutId().equals(answer.rolloutId())) {
                    rollouts.add(WrittenAnswer.of(answer.rolloutId() + "#edit", answer, edit.text(), words, 0));
                }
            }
        }
        return record.withValue(group.withRollouts(rollouts));
    }
}
