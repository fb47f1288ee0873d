package io.thumbstream.reward.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The configured transforms in order. Immutable.
 *
 * <p>Answers of the policy that learning began with take part in no statistic of the answers that are learned from. They go through the same steps
 * as a group of their own, so that what a step compares with them is on the scale of what it compares.
 */
public final class RewardChain {
    /** Component that says how much a transform cut off. */
    public static final String CLIPPED = "clipped";
    /** Component that says how like an answer is to what people made of one of its group, in [0, 1]. */
    public static final String SIMILARITY = "similarity";
    /** Component of answers of the policy that learning began with; its value is 1. */
    public static final String START = "start-policy";
    /** Component of answers that should have been compared with such answers where there were none; its value is 1. */
    public static final String NO_START = "missing-start";

    private final List<Step> steps;

    /**
     * A transform with its name.
     *
     * @param trace name and settings, as the experience tells them
     */
    public record Step(String name, String trace, RewardTransform transform) {}

    /**
     * Rewards of a group and what the steps have seen, this group included.
     *
     * @param running one per step
     */
    public record Rewarded(RewardGroup group, List<Running> running) {
        public Rewarded {
            running = List.copyOf(running);
        }
    }

    public RewardChain(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * Applies all steps. A group with an unscored rollout keeps its rewards, because nothing is known about it, and so does one of answers of the
     * policy that learning began with alone.
     *
     * @param running what each step has seen; shorter lists are filled up with nothing
     */
    public Rewarded apply(RewardGroup group, List<Running> running) {
        RewardGroup current = group.apart();
        if (!group.scored() || current.rows().isEmpty()) {
            return new Rewarded(group, running);
        }
        List<Running> seen = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Running earlier = i < running.size() ? running.get(i) : Running.empty();
            seen.add(earlier.with(current.meanReward()));
            current = stepped(steps.get(i), current, earlier);
        }
        return new Rewarded(group.together(current), seen);
    }

    private static RewardGroup stepped(Step step, RewardGroup group, Running earlier) {
        List<RewardRow> own = named(step, step.transform().apply(group, earlier));
        List<RewardRow> start = group.start();
        return new RewardGroup(
                own,
                start.isEmpty() ? start : named(step, step.transform().apply(new RewardGroup(start, start), earlier)));
    }

    /** Whether rewards of a group, or their parts, depend on what earlier groups brought: told by trying two pasts that differ. */
    public boolean followsOrder(RewardGroup group) {
        return !after(0, group).equals(after(1, group));
    }

    private RewardGroup after(double mean, RewardGroup group) {
        return apply(group, Collections.nCopies(steps.size(), new Running(1, mean)))
                .group();
    }

    private static List<RewardRow> named(Step step, RewardGroup after) {
        return after.rows().stream()
                .map(row -> row.withComponent(step.name(), row.reward()))
                .toList();
    }

    /** Name and settings of every step in order. */
    public List<String> trace() {
        return steps.stream().map(Step::trace).toList();
    }
}
