package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Answers and votes in the order in which they come: out of order by up to {@value #JITTER_MILLIS} ms, some answers without a vote,
 * some votes changed later and some sent twice.
 */
final class Arrivals {
    /** Most that a record comes out of order, milliseconds; less than the joiner's lateness bound. */
    static final int JITTER_MILLIS = 400;

    /** Longest time from an answer to the last vote on it, milliseconds. */
    static final int LAST_VOTE_MILLIS = 30_000;

    private static final int SPACING_MILLIS = 2;
    private static final int THINK_MILLIS = 20_000;
    private static final int CHANGE_MILLIS = 10_000;
    private static final double VOTED = 0.7;
    private static final double CHANGED = 0.1;
    private static final double REPEATED = 0.05;

    private final List<Arrival> all;

    /** What comes. */
    enum What {
        ANSWER,
        VOTE,
        CHANGED_VOTE,
        REPEATED_VOTE
    }

    /**
     * One record.
     *
     * @param group number of the answer
     * @param eventMillis event time from the first answer on
     * @param arrivalMillis when it comes; never before it happens
     */
    record Arrival(What what, int group, long eventMillis, long arrivalMillis) {}

    private Arrivals(List<Arrival> all) {
        this.all = all;
    }

    /** At least {@code events} records, decided by {@code seed}. */
    static Arrivals of(int events, long seed) {
        SeededRandom random = new SeededRandom(seed).child("bench-arrivals");
        List<Arrival> all = new ArrayList<>();
        for (int group = 0; all.size() < events; group++) {
            long answered = (long) group * SPACING_MILLIS;
            all.add(arrival(What.ANSWER, group, answered, random));
            if (random.nextDouble() < VOTED) {
                long voted = answered + 1 + random.nextInt(THINK_MILLIS);
                all.add(arrival(What.VOTE, group, voted, random));
                if (random.nextDouble() < CHANGED) {
                    long changed = voted + 1 + random.nextInt(CHANGE_MILLIS - 2);
                    all.add(arrival(What.CHANGED_VOTE, group, changed, random));
                }
                if (random.nextDouble() < REPEATED) {
                    all.add(arrival(What.REPEATED_VOTE, group, voted, random));
                }
            }
        }
        all.sort(Comparator.comparingLong(Arrival::arrivalMillis));
        return new Arrivals(List.copyOf(all));
    }

    private static Arrival arrival(What what, int group, long eventMillis, SeededRandom random) {
        return new Arrival(what, group, eventMillis, eventMillis + random.nextInt(JITTER_MILLIS));
    }

    List<Arrival> all() {
        return all;
    }

    long count(What what) {
        return all.stream().filter(arrival -> arrival.what() == what).count();
    }

    /** Labels of who counts a repeated vote once: one for each vote and one for each change. */
    long labels() {
        return count(What.VOTE) + count(What.CHANGED_VOTE);
    }

    /** Event time of the last record, milliseconds. */
    long spanMillis() {
        return all.stream().mapToLong(Arrival::eventMillis).max().orElse(0);
    }
}
