package io.thumbstream.launcher.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that happens in one simulation, and so its result.
 *
 * @param seed it was made from
 * @param groups all groups that steps name, by name
 * @param steps in the order of {@link Step#at()}
 */
record Schedule(long seed, Setup setup, Map<String, GroupPlan> groups, List<Step> steps) {

    /** @throws IllegalArgumentException when a step names what is not there, or is seen before it happened */
    Schedule {
        groups = new LinkedHashMap<>(groups);
        List<Step> ordered = new ArrayList<>(steps);
        ordered.sort(Comparator.comparingLong(Step::at));
        steps = List.copyOf(ordered);
        for (Step step : steps) {
            check(step, setup, groups);
        }
    }

    private static void check(Step step, Setup setup, Map<String, GroupPlan> groups) {
        if (step instanceof Step.Feed feed) {
            if (feed.at() < feed.time() || feed.time() < 0) {
                throw new IllegalArgumentException("a record of group " + feed.group() + " has the time " + feed.time()
                        + " us and arrives at " + feed.at() + " us; it cannot arrive before its time or before 0");
            }
            Stream<String> named = step instanceof Step.Vote vote
                    ? vote.targets().stream().map(Step::groupOf)
                    : Stream.of(feed.group());
            named.filter(name -> !groups.containsKey(name)).findFirst().ifPresent(name -> {
                throw new IllegalArgumentException(
                        "group " + name + " is not declared; add a line 'group " + name + " ...'");
            });
        }
        if (step instanceof Step.Deed deed && (deed.partition() < 0 || deed.partition() >= setup.partitions())) {
            throw new IllegalArgumentException(
                    "partition is " + deed.partition() + "; there are " + setup.partitions() + ", from 0");
        }
    }

    /** Partition of a group: any fixed function of its name. */
    int partitionOf(String group) {
        return Math.floorMod(group.hashCode(), setup.partitions());
    }

    List<Step.Feed> feeds() {
        return steps.stream()
                .filter(Step.Feed.class::isInstance)
                .map(Step.Feed.class::cast)
                .toList();
    }

    /** Whether a record comes further behind than the joiner promises to put in order. */
    boolean tardy(Step.Feed feed) {
        return feed.at() - feed.time() > setup.lateness();
    }

    /** The same with other steps. */
    Schedule with(List<Step> others) {
        return new Schedule(seed, setup, groups, others);
    }

    /** Without groups that no step names. */
    Schedule pruned() {
        Map<String, GroupPlan> named = new LinkedHashMap<>();
        for (Step.Feed feed : feeds()) {
            Stream<String> names = feed instanceof Step.Vote vote
                    ? vote.targets().stream().map(Step::groupOf)
                    : Stream.of(feed.group());
            names.forEach(name -> {
                GroupPlan plan = groups.get(name);
                if (plan != null) {
                    named.put(name, plan);
                }
            });
        }
        return new Schedule(seed, setup, named, steps);
    }
}
