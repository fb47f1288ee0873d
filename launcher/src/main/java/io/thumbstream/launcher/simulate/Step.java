package io.thumbstream.launcher.simulate;

import java.util.List;
import java.util.OptionalDouble;

/** One thing that happens in a simulation. All times are microseconds after its beginning. */
sealed interface Step {

    /** When the joiner sees it, by the wall clock. */
    long at();

    /** A record of an input topic. */
    sealed interface Feed extends Step {
        /** Event time; not after {@link #at()}. */
        long time();

        /** Name of the group it is keyed by. */
        String group();
    }

    /**
     * A complete answer.
     *
     * @param index position in its group
     * @param shown whether a person could see it
     */
    record Answer(long at, long time, String group, int index, boolean shown) implements Feed {
        /** Name of the answer. */
        String name() {
            return group + "." + index;
        }
    }

    /**
     * A piece of feedback.
     *
     * @param kind as the gateway spells it, for example {@code thumb}
     * @param targets names of answers, at least one; the first decides the group
     * @param value number of the kind, empty where it has none
     * @param text edited answer or comment; empty for none
     * @param retracts id of the feedback withdrawn; empty for none
     * @param user the person; empty when unknown
     * @param sequence the person's own counter
     * @param door which way it comes
     * @param future whether the sender's clock runs hours ahead
     */
    record Vote(
            long at,
            long time,
            String id,
            String kind,
            List<String> targets,
            OptionalDouble value,
            String text,
            String retracts,
            String user,
            long sequence,
            Door door,
            boolean future)
            implements Feed {
        public Vote {
            targets = List.copyOf(targets);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("feedback " + id + " names no answer; give at least one target");
            }
        }

        @Override
        public String group() {
            return groupOf(targets.get(0));
        }

        /** The same, given at another time. */
        Vote again(long moment) {
            return new Vote(moment, moment, id, kind, targets, value, text, retracts, user, sequence, door, future);
        }

        /** The same, seen by the joiner at another time. */
        Vote arriving(long moment) {
            return new Vote(moment, time, id, kind, targets, value, text, retracts, user, sequence, door, future);
        }
    }

    /** Which way feedback comes. */
    enum Door {
        /** As a request to the gateway. */
        GATEWAY,
        /** As a record of another producer. */
        TOPIC,
        /** As a record whose receipt a gateway found to be forged. */
        FORGED
    }

    /** Something done to the joiner of one partition. */
    sealed interface Deed extends Step {
        int partition();
    }

    /**
     * A release, as a heartbeat makes it.
     *
     * @param limit most events and timers handled
     */
    record Tick(long at, int partition, int limit) implements Deed {
        /** A limit that no release reaches. */
        static final int UNLIMITED = 10_000;
    }

    /** State, position and output become durable together. */
    record Commit(long at, int partition) implements Deed {}

    /**
     * The process dies; everything since the last commit is undone and done again.
     *
     * @param down time until the joiner is open again
     */
    record Crash(long at, int partition, long down) implements Deed {}

    /** Group of an answer's name. */
    static String groupOf(String answer) {
        int dot = answer.lastIndexOf('.');
        return dot < 0 ? answer : answer.substring(0, dot);
    }
}
