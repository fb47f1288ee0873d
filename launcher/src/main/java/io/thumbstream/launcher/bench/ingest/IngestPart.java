package io.thumbstream.launcher.bench.ingest;

import java.util.Locale;

/** A part of the benchmark; each has a broker of its own. */
enum IngestPart {
    /** Feedback per second over HTTP against a producer without a gateway. */
    GATEWAY,
    /** Votes lost or doubled while the gateway is killed again and again. */
    FAULTS,
    /** Records per processor second of the joiner against Kafka's own windowed left join. */
    JOINER,
    /** What pending answers take on disk and in memory, and how long their state takes to come back. */
    STATE,
    /** Time from a vote accepted to its label. */
    LATENCY;

    /** Name on the command line and in figures. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
