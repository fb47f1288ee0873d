package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.assemble.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A schedule with what came of it.
 *
 * @param refusals kind of problem by request that the gateway refused
 * @param outputs of each partition, in order
 */
record Evidence(Schedule schedule, Names names, Map<Step.Feed, String> refusals, List<List<Output>> outputs) {

    /** Outputs of one type, of all partitions. */
    <T extends Output> List<T> all(Class<T> type) {
        List<T> found = new ArrayList<>();
        outputs.forEach(partition ->
                partition.stream().filter(type::isInstance).map(type::cast).forEach(found::add));
        return found;
    }

    /** Microseconds after the beginning. */
    static long moment(long micros) {
        return micros - VirtualClock.BEGIN;
    }

    /** Whether people could see an answer. */
    boolean shown(String name) {
        return schedule.feeds().stream()
                .anyMatch(feed -> feed instanceof Step.Answer answer
                        && answer.shown()
                        && answer.name().equals(name));
    }

    /** Whether the stall guard of a partition ever spoke. */
    boolean stalled(int partition) {
        return outputs.get(partition).stream().anyMatch(Output.StallChanged.class::isInstance);
    }

    /** Whether it ended with a silence that could not be trusted. */
    boolean stalledAtTheEnd(int partition) {
        boolean stalled = false;
        for (Output output : outputs.get(partition)) {
            if (output instanceof Output.StallChanged change) {
                stalled = change.stalled();
            }
        }
        return stalled;
    }

    /** Whether a record of a partition came later than the joiner promises to put in order. */
    boolean tardy(int partition) {
        return schedule.feeds().stream()
                .anyMatch(feed -> schedule.partitionOf(feed.group()) == partition && schedule.tardy(feed));
    }
}
