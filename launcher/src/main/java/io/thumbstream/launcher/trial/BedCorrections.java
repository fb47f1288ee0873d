package io.thumbstream.launcher.trial;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.reward.event.Remark;
import io.thumbstream.reward.event.RolloutEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What people make of answers of the bed, and the answers that this gives a learner. Keeps nothing.
 *
 * <p>A group of which an answer was corrected holds the corrected text as one more answer, which no policy sampled, which is approved of,
 * and whose reward is that of the best of the group. In the product no record carries corrected texts to the policy.
 *
 * @param settings who corrects
 * @param words of the bed
 */
record BedCorrections(BedSettings.Editing settings, Tokenizer words) {
    /** The corrected text of an answer; empty when who asked corrects nothing, or would change nothing. */
    Optional<String> of(RolloutEvent answer, Bed bed) {
        String person = answer.userKey();
        if (person == null || BedSampler.PEOPLE - BedSampler.number(person) > settings.share() * BedSampler.PEOPLE) {
            return Optional.empty();
        }
        int[] corrected =
                bed.corrected(answer.trace().promptTokens(), answer.trace().tokens(), settings.words());
        String text = words.decode(corrected).strip();
        return text.isEmpty() || text.equals(answer.response().strip()) ? Optional.empty() : Optional.of(text);
    }

    /**
     * The group with what was made of one of its answers, where somebody corrects.
     *
     * @param edits of answers of this group, the newest last
     */
    InputRecord<RolloutGroup> with(InputRecord<RolloutGroup> told, List<Remark> edits) {
        if (settings.share() == 0 || edits.isEmpty()) {
            return told;
        }
        RolloutGroup group = told.value();
        GroupRollout best = group.rollouts().stream()
                .max(Comparator.comparingDouble(GroupRollout::reward))
                .orElseThrow();
        String corrected = edits.get(edits.size() - 1).text();
        List<GroupRollout> all = new ArrayList<>(group.rollouts());
        all.add(WrittenAnswer.of(told.id() + "#corrected", best, corrected, words, best.reward()));
        return told.withValue(group.withRollouts(all));
    }
}
