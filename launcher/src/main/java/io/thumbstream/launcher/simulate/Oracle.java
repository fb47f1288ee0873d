package io.thumbstream.launcher.simulate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The batch recomputation of a schedule: what must come of it, from the list of its records alone.
 *
 * @param refusals kind of problem by request that the gateway must refuse
 * @param groups by name
 */
record Oracle(Map<Step.Feed, String> refusals, Map<String, GroupOracle> groups) {

    static Oracle of(Schedule schedule) {
        GatewayOracle gateway = new GatewayOracle(schedule.groups());
        Map<Step.Feed, String> refusals = new IdentityHashMap<>();
        Map<String, List<Step.Answer>> answers = new LinkedHashMap<>();
        Map<String, List<Step.Vote>> votes = new LinkedHashMap<>();
        for (Step.Feed feed : schedule.feeds()) {
            if (feed instanceof Step.Answer answer) {
                answers.computeIfAbsent(feed.group(), name -> new ArrayList<>()).add(answer);
                continue;
            }
            Step.Vote vote = (Step.Vote) feed;
            String refusal = vote.door() == Step.Door.GATEWAY ? gateway.refusal(vote) : "";
            if (refusal.isEmpty()) {
                votes.computeIfAbsent(feed.group(), name -> new ArrayList<>()).add(vote);
            } else {
                refusals.put(vote, refusal);
            }
        }
        Map<String, GroupOracle> groups = new LinkedHashMap<>();
        schedule.groups()
                .forEach((name, plan) -> groups.put(
                        name,
                        new GroupOracle(
                                schedule.setup(),
                                plan,
                                answers.getOrDefault(name, List.of()),
                                votes.getOrDefault(name, List.of()))));
        return new Oracle(refusals, groups);
    }

    /** The recomputation of one group; of a group nobody declared, nothing. */
    GroupOracle group(String name) {
        GroupOracle found = groups.get(name);
        if (found == null) {
            throw new IllegalArgumentException("nothing was scheduled for group " + name);
        }
        return found;
    }
}
