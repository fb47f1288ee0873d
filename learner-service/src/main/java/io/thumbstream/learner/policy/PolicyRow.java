package io.thumbstream.learner.policy;

import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.replay.AnswerPair;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One answer in a step, with the answers it is compared with when the objective compares some.
 *
 * @param advantages per token, {@code [time]}
 * @param others the rejected answer of a pair, then the answer of somebody else where the pair names one; they stay in the same pass, next
 *     in order
 * @param source whether it is that answer of somebody else
 */
@SuppressWarnings("ArrayRecordComponent") // goes to the tensor library as it is
record PolicyRow(GroupRollout rollout, float[] advantages, List<PolicyRow> others, boolean source) {
    PolicyRow {
        others = List.copyOf(others);
    }

    PolicyRow(GroupRollout rollout, float[] advantages) {
        this(rollout, advantages, List.of(), false);
    }

    /**
     * Rows of a step in group order; only labelled answers, or pairs, when that is what the objective learns from, and only of what it
     * {@linkplain PolicyStages#seen sees} of the groups.
     */
    static List<PolicyRow> of(List<RolloutGroup> all, PolicyStages stages) {
        List<PolicyRow> rows = new ArrayList<>();
        List<RolloutGroup> groups =
                all.stream().flatMap(group -> stages.seen(group).stream()).toList();
        List<List<float[]>> advantages = stages.advantage().estimateStep(groups);
        for (int g = 0; g < groups.size(); g++) {
            List<GroupRollout> rollouts = groups.get(g).rollouts();
            if (stages.learnsFromPairs()) {
                for (AnswerPair pair : stages.pairs().pairs(groups.get(g))) {
                    rows.add(pair(rollouts, advantages.get(g), pair, stages.readsSources()));
                }
                continue;
            }
            for (int i = 0; i < rollouts.size(); i++) {
                GroupRollout rollout = rollouts.get(i);
                if (!stages.learnsFromLabels() || rollout.label().isPresent()) {
                    rows.add(new PolicyRow(rollout, advantages.get(g).get(i)));
                }
            }
        }
        return rows;
    }

    private static PolicyRow pair(
            List<GroupRollout> rollouts, List<float[]> advantages, AnswerPair pair, boolean withSource) {
        List<PolicyRow> others = new ArrayList<>();
        others.add(new PolicyRow(rollouts.get(pair.rejected()).judged(0), advantages.get(pair.rejected())));
        if (withSource && pair.source().isPresent()) {
            int place = pair.source().getAsInt();
            others.add(new PolicyRow(rollouts.get(place).unjudged(), advantages.get(place), List.of(), true));
        }
        return new PolicyRow(rollouts.get(pair.chosen()).judged(1), advantages.get(pair.chosen()), others, false);
    }

    /** This answer, and those it is compared with. */
    List<PolicyRow> answers() {
        return Stream.concat(Stream.of(this), others.stream()).toList();
    }

    /** Tokens of prompts and answers. */
    int tokens() {
        return answers().stream().mapToInt(each -> each.rollout.length()).sum();
    }

    private int longest() {
        return answers().stream().mapToInt(each -> each.rollout.length()).max().orElseThrow();
    }

    private int longestAnswer() {
        return answers().stream()
                .mapToInt(each -> each.rollout.tokens().length)
                .max()
                .orElseThrow();
    }

    /** The same rows by length of the answer, which is what is padded; rows of one length stay in their order. */
    static List<PolicyRow> shortestFirst(List<PolicyRow> rows) {
        return rows.stream()
                .sorted(Comparator.comparingInt(PolicyRow::longestAnswer))
                .toList();
    }

    /**
     * Splits the answers of {@code rows}, in order, into passes of at most {@code maxTokens} tokens with padding, a prompt
     * counted for each of its answers; pairs stay whole.
     */
    static List<List<PolicyRow>> passes(List<PolicyRow> rows, int maxTokens) {
        List<List<PolicyRow>> passes = new ArrayList<>();
        List<PolicyRow> pass = new ArrayList<>();
        int longest = 0;
        for (PolicyRow row : rows) {
            int length = Math.max(longest, row.longest());
            if (!pass.isEmpty() && length * (pass.size() + row.answers().size()) > maxTokens) {
                passes.add(pass);
                pass = new ArrayList<>();
                length = row.longest();
            }
            pass.addAll(row.answers());
            longest = length;
        }
        if (!pass.isEmpty()) {
            passes.add(pass);
        }
        return passes;
    }

    /** What an objective may know of the answer beside its tokens. */
    PolicyBatch.Answer known() {
        return new PolicyBatch.Answer(
                rollout.rolloutId(),
                rollout.reward(),
                rollout.promptTokens(),
                rollout.label().flatMap(label -> label.rater()),
                rollout.score(),
                source,
                rollout.fromElsewhere(),
                rollout.label().map(label -> label.left()).orElse(1.0));
    }

    double labelWeight() {
        return rollout.label().map(label -> label.weight()).orElse(0.0);
    }

    /** The label's weight before the firewall took from it. */
    double saidWeight() {
        return rollout.label().map(label -> label.said()).orElse(0.0);
    }

    double labelValue() {
        return rollout.label().map(label -> label.value()).orElse(0.0);
    }
}
