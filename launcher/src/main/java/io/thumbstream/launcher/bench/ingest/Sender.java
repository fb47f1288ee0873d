package io.thumbstream.launcher.bench.ingest;

import java.time.Duration;

/** One way to get votes into the topic, run for slices of time in turn with others. */
interface Sender extends AutoCloseable {
    /** Sends as fast as it can for {@code time}, and returns when all that was sent is acknowledged. */
    Slice run(Duration time) throws InterruptedException;

    @Override
    void close();
}
