package io.thumbstream.lab.history;

import io.thumbstream.lab.history.History.Experience;
import io.thumbstream.lab.history.History.Feedback;
import io.thumbstream.lab.history.History.Input;
import io.thumbstream.lab.history.History.Label;
import io.thumbstream.lab.history.History.Step;
import io.thumbstream.lab.trace.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * No step uses a revision once the learner has taken in the revision in which the vote is withdrawn. The consumer positions that
 * were committed with the step say what it had taken in, so no clock is asked.
 */
final class WithdrawalRules {
    private final History history;
    private final Map<String, List<Label>> labelsByVote = new HashMap<>();
    private final Map<String, Set<String>> groupsByVote = new HashMap<>();
    private final Map<String, List<Experience>> revisions = new HashMap<>();
    private final Map<String, List<Use>> rewardUses;
    private final Map<String, List<Use>> policyUses;

    private record Use(Step step, Input input) {}

    WithdrawalRules(History history) {
        this.history = history;
        for (Label label : history.labels()) {
            label.votes().forEach(vote -> labelsByVote
                    .computeIfAbsent(vote, first -> new ArrayList<>())
                    .add(label));
        }
        for (Experience scored : history.experience()) {
            revisions
                    .computeIfAbsent(scored.group(), first -> new ArrayList<>())
                    .add(scored);
            scored.votes().forEach(vote -> groupsByVote
                    .computeIfAbsent(vote, first -> new HashSet<>())
                    .add(scored.group()));
        }
        rewardUses = uses(history.reward());
        policyUses = uses(history.policy());
    }

    private static Map<String, List<Use>> uses(History.Learner learner) {
        Map<String, List<Use>> uses = new HashMap<>();
        for (Step step : learner.steps()) {
            for (Input input : step.inputs()) {
                uses.computeIfAbsent(input.id(), first -> new ArrayList<>()).add(new Use(step, input));
            }
        }
        return uses;
    }

    void check(Consumer<Finding> found) {
        Set<String> passedOver = history.passedOver();
        for (Feedback feedback : history.feedback()) {
            // what an erased person withdrew is unreadable as a whole, and so is the withdrawal
            if (!passedOver.contains(feedback.id())) {
                feedback.withdraws().ifPresent(vote -> {
                    labels(feedback.id(), vote, found);
                    groups(feedback.id(), vote, found);
                });
            }
        }
    }

    private void labels(String retraction, String vote, Consumer<Finding> found) {
        Optional<Label> withdrawn = labelsByVote.getOrDefault(retraction, List.of()).stream()
                .min(Comparator.comparingInt(Label::revision).thenComparing(Label::at, Places.ORDER));
        withdrawn.ifPresent(label -> late(
                rewardUses.getOrDefault(label.id(), List.of()), label.revision(), label.at(), "reward", vote, found));
    }

    private void groups(String retraction, String vote, Consumer<Finding> found) {
        for (String group : groupsByVote.getOrDefault(vote, Set.of())) {
            List<Experience> all = revisions.getOrDefault(group, List.of());
            int first = all.stream()
                    .filter(scored -> scored.votes().contains(vote))
                    .mapToInt(Experience::revision)
                    .min()
                    .orElse(Integer.MAX_VALUE);
            all.stream()
                    .filter(scored -> scored.revision() > first)
                    .filter(scored -> scored.votes().contains(retraction)
                            || !scored.votes().contains(vote))
                    .min(Comparator.comparingInt(Experience::revision).thenComparing(Experience::at, Places.ORDER))
                    .ifPresent(scored -> late(
                            policyUses.getOrDefault(group, List.of()).stream()
                                    .filter(use -> use.input().revision() >= first)
                                    .toList(),
                            scored.revision(),
                            scored.at(),
                            "policy",
                            vote,
                            found));
        }
    }

    private static void late(
            List<Use> uses, int withdrawn, Position at, String learner, String vote, Consumer<Finding> found) {
        for (Use use : uses) {
            if (use.input().revision() < withdrawn && use.step().knew(at)) {
                found.accept(new Finding(
                        FindingClass.VOTE_AFTER_WITHDRAWAL,
                        "step " + use.step().step() + " of the " + learner + " learner used "
                                + use.input().id() + " revision " + use.input().revision() + " with feedback " + vote
                                + ", withdrawn in revision " + withdrawn + " at " + Places.text(at)
                                + ", which it had read"));
            }
        }
    }
}
