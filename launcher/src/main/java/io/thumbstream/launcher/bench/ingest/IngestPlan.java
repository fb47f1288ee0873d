package io.thumbstream.launcher.bench.ingest;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param seconds load of the gateway, all ways of sending together, and of the measurement of latency
 * @param connections kept-alive connections that send one vote each at a time; batches use a quarter of them
 * @param batch votes of one batch request
 * @param people who vote, over and over
 * @param rate votes per second while the gateway is killed
 * @param faults how long it is killed again and again
 * @param killEvery time between two kills
 * @param rounds runs of each side of the join
 * @param events records of one run of the join
 * @param pending answers that wait for feedback when the state is measured
 */
record IngestPlan(
        Duration seconds,
        int connections,
        int batch,
        int people,
        int rate,
        Duration faults,
        Duration killEvery,
        int rounds,
        int events,
        int pending) {
    private static final int CONNECTIONS_PER_BATCH = 4;
    private static final int FEWEST_EVENTS = 100;

    IngestPlan {
        positive("--seconds", seconds.toMillis());
        positive("--connections", connections);
        positive("--batch", batch);
        positive("--people", people);
        positive("--rate", rate);
        positive("--minutes", faults.toMillis());
        positive("kill-every", killEvery.toMillis());
        positive("--rounds", rounds);
        positive("--pending", pending);
        if (events < FEWEST_EVENTS) {
            throw new IllegalArgumentException("--events is " + events + "; give at least " + FEWEST_EVENTS);
        }
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; give more than zero");
        }
    }

    /** Connections that send batches. */
    int batchConnections() {
        return Math.max(1, connections / CONNECTIONS_PER_BATCH);
    }

    /** Votes that may be under way at once in batches. */
    int batchWindow() {
        return batchConnections() * batch;
    }
}
