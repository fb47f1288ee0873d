package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.assemble.JoinerListener;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.reward.wire.PartitionJoiner;
import java.util.ArrayList;
import java.util.List;

/**
 * The joiner of one partition with its log, its store and what it sent. A crash takes back state and output to the last commit
 * and reads the log again from there, as an exactly-once restart does.
 */
final class PartitionRun {
    private static final int ALL = Integer.MAX_VALUE;

    private final Setup setup;
    private final Meddling meddling;
    private final Memory memory;
    private final InterpreterChain interpreters;
    private final List<Event> log = new ArrayList<>();
    private final List<Output> sent = new ArrayList<>();
    private PartitionJoiner joiner;
    private int committedRecords;
    private int committedOutputs;
    private long downUntil = Long.MIN_VALUE;

    PartitionRun(Setup setup, InterpreterChain interpreters, Meddling meddling) {
        this.setup = setup;
        this.interpreters = interpreters;
        this.meddling = meddling;
        this.memory = meddling.memory();
        this.joiner = open(0);
    }

    private PartitionJoiner open(long at) {
        return PartitionJoiner.open(setup.joiner(), interpreters, setup.idleGrace(), memory, new Deaf(), wall(at));
    }

    private static long wall(long at) {
        return VirtualClock.BEGIN + at;
    }

    /** A record is appended to the log and read, unless the process is down. */
    void feed(Event event, long at) {
        restartIfDue(at);
        log.add(event);
        if (!down()) {
            accept(event, at);
        }
    }

    void perform(Step.Deed deed) {
        restartIfDue(deed.at());
        if (down()) {
            return; // a process that is not there does nothing
        }
        if (deed instanceof Step.Tick tick) {
            release(tick.at(), tick.limit());
        } else if (deed instanceof Step.Crash crash) {
            memory.rollBack();
            sent.subList(committedOutputs, sent.size()).clear();
            downUntil = crash.at() + crash.down();
            restartIfDue(crash.at());
        } else {
            memory.commit();
            committedRecords = log.size();
            committedOutputs = sent.size();
        }
    }

    private boolean down() {
        return downUntil != Long.MIN_VALUE;
    }

    private void restartIfDue(long at) {
        if (!down() || at < downUntil) {
            return;
        }
        long moment = downUntil;
        downUntil = Long.MIN_VALUE;
        joiner = open(moment);
        List<Event> again = log.subList(committedRecords, log.size());
        for (int i = 0; i < again.size(); i++) {
            accept(again.get(i), moment);
            if (i == again.size() / 2) {
                release(moment, 1); // a heartbeat need not wait for the whole backlog
            }
        }
    }

    private void accept(Event event, long at) {
        meddling.incoming(event).forEach(each -> joiner.accept(each, wall(at)));
    }

    private void release(long at, int limit) {
        joiner.release(wall(at), limit).forEach(output -> sent.addAll(meddling.outgoing(output)));
        joiner.flush();
    }

    /** Lets time pass without traffic and gives everything that was sent, in order. */
    List<Output> finish(long at) {
        restartIfDue(Math.max(at, downUntil));
        release(at, ALL);
        return List.copyOf(sent);
    }

    /** Counts nothing: counts are not taken back by a crash. */
    private static final class Deaf implements JoinerListener {
        @Override
        public void feedback(FeedbackKind kind, String outcome) {
            // counts are no part of what is compared
        }

        @Override
        public void feedbackDelay(double seconds) {
            // as above
        }

        @Override
        public void unmatched() {
            // as above
        }

        @Override
        public void groupDropped(String reason) {
            // as above
        }

        @Override
        public void stalled(boolean stalled) {
            // as above
        }
    }
}
