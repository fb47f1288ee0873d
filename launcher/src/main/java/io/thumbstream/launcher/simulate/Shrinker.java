package io.thumbstream.launcher.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Makes a failing schedule small: takes out ever smaller parts (delta debugging) while it still fails, then makes what is left
 * come in order.
 *
 * <p>Source: A. Zeller, R. Hildebrandt, "Simplifying and isolating failure-inducing input", 2002.
 */
final class Shrinker {
    private final Predicate<Schedule> fails;
    private int tries;

    /**
     * @param fails whether a schedule shows the failure
     * @param tries most schedules to try
     */
    Shrinker(Predicate<Schedule> fails, int tries) {
        this.fails = fails;
        this.tries = tries;
    }

    /** The smallest schedule found, at worst the given one; no single step of it can be left out unless the tries ran out. */
    Schedule shrink(Schedule failing) {
        Schedule smaller = removed(failing);
        Schedule calmer = simplified(smaller);
        return removed(calmer).pruned();
    }

    private Schedule removed(Schedule failing) {
        Schedule smallest = failing;
        int part = Math.max(1, smallest.steps().size() / 2);
        while (true) {
            boolean removed = false;
            int from = 0;
            while (from < smallest.steps().size()) {
                List<Step> rest = new ArrayList<>(smallest.steps());
                rest.subList(from, Math.min(rest.size(), from + part)).clear();
                Schedule candidate = smallest.with(rest);
                if (stillFails(candidate)) {
                    smallest = candidate;
                    removed = true;
                } else {
                    from += part;
                }
            }
            if (part == 1 && (!removed || tries <= 0)) {
                return smallest;
            }
            part = Math.max(1, part / 2);
        }
    }

    /** Lets records arrive at once, and processes come back at once, where that keeps the failure. */
    private Schedule simplified(Schedule failing) {
        Schedule simplest = failing;
        for (Step step : failing.steps()) {
            Step simple = step;
            if (step instanceof Step.Answer answer) {
                simple = new Step.Answer(answer.time(), answer.time(), answer.group(), answer.index(), answer.shown());
            } else if (step instanceof Step.Vote vote) {
                simple = vote.arriving(vote.time());
            } else if (step instanceof Step.Crash crash) {
                simple = new Step.Crash(crash.at(), crash.partition(), 0);
            }
            if (!simple.equals(step)) {
                Schedule candidate = simplest.with(replaced(simplest.steps(), step, simple));
                simplest = stillFails(candidate) ? candidate : simplest;
            }
        }
        return simplest;
    }

    private static List<Step> replaced(List<Step> steps, Step old, Step fresh) {
        UnaryOperator<Step> swap = step -> step == old ? fresh : step;
        return steps.stream().map(swap).toList();
    }

    private boolean stillFails(Schedule candidate) {
        if (tries <= 0) {
            return false;
        }
        tries--;
        return fails.test(candidate);
    }
}
