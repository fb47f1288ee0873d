package io.thumbstream.launcher.bench.ingest;

/**
 * What one way of sending did in its slice of time.
 *
 * @param accepted votes or records acknowledged
 * @param refused votes that were not accepted
 * @param seconds from its first to its last acknowledgement
 * @param latencies of requests, or of some records
 */
record Slice(long accepted, long refused, double seconds, Latencies latencies) {
    /** Acknowledged per second. */
    double rate() {
        return accepted / seconds;
    }
}
