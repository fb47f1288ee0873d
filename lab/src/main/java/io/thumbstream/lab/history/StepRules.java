package io.thumbstream.lab.history;

import io.thumbstream.lab.history.History.Experience;
import io.thumbstream.lab.history.History.Input;
import io.thumbstream.lab.history.History.Label;
import io.thumbstream.lab.history.History.Step;
import io.thumbstream.lab.trace.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Steps are numbered from 1 without gaps, use each input as often as allowed, and no group that is too old. */
final class StepRules {
    private static final String POLICY = "policy";
    private static final String REWARD = "reward";

    private final History history;
    private final HistoryLimits limits;

    StepRules(History history, HistoryLimits limits) {
        this.history = history;
        this.limits = limits;
    }

    void check(Consumer<Finding> found) {
        numbers(POLICY, history.policy().steps(), found);
        numbers(REWARD, history.reward().steps(), found);
        groupUses(found);
        labelUses(found);
        staleness(found);
    }

    private static void numbers(String learner, List<Step> steps, Consumer<Finding> found) {
        NavigableMap<Long, List<Position>> places = new TreeMap<>();
        steps.forEach(step -> Places.add(places, step.step(), step.at()));
        long expected = 1;
        for (Map.Entry<Long, List<Position>> entry : places.entrySet()) {
            long number = entry.getKey();
            if (number > expected) {
                found.accept(new Finding(
                        FindingClass.STEP_LOST,
                        "the " + learner + " learner has no step "
                                + (number - 1 == expected ? "" : expected + " to ")
                                + (number - 1)));
            }
            if (entry.getValue().size() > 1) {
                found.accept(new Finding(
                        FindingClass.STEP_TWICE,
                        "step " + number + " of the " + learner + " learner lies at " + Places.text(entry.getValue())));
            }
            expected = number + 1;
        }
    }

    private void groupUses(Consumer<Finding> found) {
        Map<String, Integer> revisions = new HashMap<>();
        Map<String, Integer> groups = new HashMap<>();
        for (Step step : history.policy().steps()) {
            for (Input input : step.inputs()) {
                revisions.merge("group " + name(input), 1, Integer::sum);
                groups.merge("group " + input.id(), 1, Integer::sum);
            }
        }
        revisions.forEach((what, count) -> tooOften(what, count, limits.usesPerRevision(), POLICY, found));
        groups.forEach((what, count) -> tooOften(what, count, limits.groupUses(), POLICY, found));
    }

    private void labelUses(Consumer<Finding> found) {
        Set<Position> pairs = new HashSet<>();
        history.labels().stream().filter(Label::pair).map(Label::at).forEach(pairs::add);
        Map<String, Integer> single = new HashMap<>();
        Map<String, Integer> paired = new HashMap<>();
        Map<String, Integer> asNew = new HashMap<>();
        for (Step step : history.reward().steps()) {
            for (Input input : step.inputs()) {
                (pairs.contains(input.at()) ? paired : single).merge("label " + name(input), 1, Integer::sum);
                if (input.asNew()) {
                    asNew.merge("label " + name(input) + " as new", 1, Integer::sum);
                }
            }
        }
        single.forEach((what, count) -> tooOften(what, count, limits.labelUses(), REWARD, found));
        paired.forEach((what, count) -> tooOften(what, count, limits.pairUses(), REWARD, found));
        asNew.forEach((what, count) -> tooOften(what, count, 1, REWARD, found));
    }

    private static void tooOften(String what, int count, int allowed, String learner, Consumer<Finding> found) {
        if (count > allowed) {
            found.accept(new Finding(
                    FindingClass.STEP_TWICE,
                    "the " + learner + " learner used " + what + " " + count + " times; its settings allow "
                            + allowed));
        }
    }

    private void staleness(Consumer<Finding> found) {
        Map<Position, Experience> groups = new HashMap<>();
        history.experience().forEach(scored -> groups.put(scored.at(), scored));
        for (Step step : history.policy().steps()) {
            for (Input input : step.inputs()) {
                Experience group = groups.get(input.at());
                if (group != null && step.baseVersion() - group.oldestTrained() > limits.maxPolicyLag()) {
                    found.accept(new Finding(
                            FindingClass.STALENESS,
                            "step " + step.step() + " at version " + step.baseVersion() + " used group "
                                    + name(input) + " of version " + group.oldestTrained() + "; its settings allow "
                                    + limits.maxPolicyLag() + " versions"));
                }
            }
        }
    }

    private static String name(Input input) {
        return input.id() + " revision " + input.revision();
    }
}
