package io.thumbstream.launcher.trial;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.reward.event.Remark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
                    rollouts.add(shown(answer, edit.text()));
                }
            }
        }
        return new InputRecord<>(
                record.position(),
                record.id(),
                record.revision(),
                new RolloutGroup(group.groupId(), group.revision(), rollouts, group.eventTime()));
    }

    private GroupRollout shown(GroupRollout answer, String text) {
        int[] written = words.encode(text);
        int[] tokens = Arrays.copyOf(written, written.length + 1);
        tokens[written.length] = words.id(ChatFormat.END);
        return new GroupRollout(
                answer.rolloutId() + "#edit",
                answer.promptTokens(),
                tokens,
                new float[tokens.length],
                BedWriter.NO_POLICY,
                0,
                Optional.of(new BinaryLabel(1, 1)));
    }
}
