package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.interpret.InterpreterChain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Runs the joiners of all partitions over a schedule. */
final class Run {
    private static final long SECOND = 1_000_000;
    /** Time for the last decisions after everything is due. */
    private static final long SLACK = 120 * SECOND;
    /** How far a restart in silence may set event time back, beside the time it was down. */
    private static final long RESTART = 15 * SECOND;

    private static final int ALL = Integer.MAX_VALUE;

    private final Schedule schedule;
    private final Map<Step.Feed, Event> events;
    private final InterpreterChain interpreters;
    private final Meddling meddling;

    /** @param events records that reached the log */
    Run(Schedule schedule, Map<Step.Feed, Event> events, InterpreterChain interpreters, Meddling meddling) {
        this.schedule = schedule;
        this.events = events;
        this.interpreters = interpreters;
        this.meddling = meddling;
    }

    /** What each partition sent when everything happened as scheduled. */
    List<List<Output>> asScheduled() {
        return run(schedule.steps());
    }

    /** The same when nobody ever crashed. */
    List<List<Output>> withoutCrashes() {
        return run(schedule.steps().stream()
                .filter(step -> !(step instanceof Step.Crash))
                .toList());
    }

    /** The same when every record came at once, and every one was released at once. */
    List<List<Output>> inOrder() {
        List<Step> calm = new ArrayList<>();
        schedule.feeds().stream()
                .sorted(Comparator.comparingLong(Step.Feed::time))
                .forEach(feed -> {
                    calm.add(feed);
                    calm.add(new Step.Tick(feed.time(), schedule.partitionOf(feed.group()), ALL));
                });
        List<PartitionRun> runs = begin();
        for (Step step : calm) {
            apply(step, step instanceof Step.Feed feed ? feed.time() : step.at(), runs);
        }
        return finish(runs);
    }

    private List<List<Output>> run(List<Step> steps) {
        List<PartitionRun> runs = begin();
        steps.forEach(step -> apply(step, step.at(), runs));
        return finish(runs);
    }

    private List<PartitionRun> begin() {
        List<PartitionRun> runs = new ArrayList<>();
        for (int i = 0; i < schedule.setup().partitions(); i++) {
            runs.add(new PartitionRun(schedule.setup(), interpreters, meddling));
        }
        return runs;
    }

    private void apply(Step step, long at, List<PartitionRun> runs) {
        if (step instanceof Step.Deed deed) {
            runs.get(deed.partition()).perform(deed);
            return;
        }
        Step.Feed feed = (Step.Feed) step;
        Event event = events.get(feed);
        if (event != null) {
            runs.get(schedule.partitionOf(feed.group())).feed(event, at);
        }
    }

    private List<List<Output>> finish(List<PartitionRun> runs) {
        long end = end();
        return runs.stream().map(run -> run.finish(end)).toList();
    }

    /** When everything about every record must have been decided; what happens later is seen at its own time. */
    private long end() {
        long last = schedule.feeds().stream().mapToLong(Step.Feed::at).max().orElse(0);
        List<Step> steps = schedule.steps();
        long lastStep = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).at();
        long lost = 0;
        for (int i = 0; i < schedule.setup().partitions(); i++) {
            lost = Math.max(lost, lost(i));
        }
        return Math.max(last + schedule.setup().settling(), lastStep) + lost + SLACK;
    }

    /** Event time stands still from the last heartbeat that released everything and became durable until a restart. */
    private long lost(int partition) {
        long lost = 0;
        long felt = 0;
        long durable = 0;
        long downUntil = 0;
        for (Step step : schedule.steps()) {
            if (!(step instanceof Step.Deed deed) || deed.partition() != partition || deed.at() < downUntil) {
                continue;
            }
            if (deed instanceof Step.Tick tick && tick.limit() >= Step.Tick.UNLIMITED) {
                felt = deed.at();
            } else if (deed instanceof Step.Commit) {
                durable = felt;
            } else if (deed instanceof Step.Crash crash) {
                downUntil = crash.at() + crash.down();
                lost += downUntil - durable + RESTART;
                felt = durable;
            }
        }
        return lost;
    }
}
