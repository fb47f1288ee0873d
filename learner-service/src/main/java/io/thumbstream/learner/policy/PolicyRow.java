package io.thumbstream.learner.policy;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One answer in a step.
 *
 * @param advantages per token, {@code [time]}
 */
@SuppressWarnings("ArrayRecordComponent") // goes to the tensor library as it is
record PolicyRow(GroupRollout rollout, float[] advantages) {
    /** Rows of a step in group order; only labelled answers when the objective learns from labels. */
    static List<PolicyRow> of(List<RolloutGroup> groups, PolicyStages stages) {
        List<PolicyRow> rows = new ArrayList<>();
        List<List<float[]>> advantages = stages.advantage().estimateStep(groups);
        for (int g = 0; g < groups.size(); g++) {
            List<GroupRollout> rollouts = groups.get(g).rollouts();
            for (int i = 0; i < rollouts.size(); i++) {
                GroupRollout rollout = rollouts.get(i);
                if (!stages.learnsFromLabels() || rollout.label().isPresent()) {
                    rows.add(new PolicyRow(rollout, advantages.get(g).get(i)));
                }
            }
        }
        return rows;
    }

    /** The same rows by length in tokens; rows of one length stay in their order. */
    static List<PolicyRow> shortestFirst(List<PolicyRow> rows) {
        return rows.stream()
                .sorted(Comparator.comparingInt(row -> row.rollout().length()))
                .toList();
    }

    /** Splits {@code rows}, in order, into passes of at most {@code maxTokens} tokens with padding. */
    static List<List<PolicyRow>> passes(List<PolicyRow> rows, int maxTokens) {
        List<List<PolicyRow>> passes = new ArrayList<>();
        List<PolicyRow> pass = new ArrayList<>();
        int longest = 0;
        for (PolicyRow row : rows) {
            int length = Math.max(longest, row.rollout().length());
            if (!pass.isEmpty() && length * (pass.size() + 1) > maxTokens) {
                passes.add(pass);
                pass = new ArrayList<>();
                length = row.rollout().length();
            }
            pass.add(row);
            longest = length;
        }
        if (!pass.isEmpty()) {
            passes.add(pass);
        }
        return passes;
    }

    double labelWeight() {
        return rollout.label().map(label -> label.weight()).orElse(0.0);
    }

    double labelValue() {
        return rollout.label().map(label -> label.value()).orElse(0.0);
    }
}
