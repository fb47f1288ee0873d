package io.thumbstream.launcher.up;

import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.VoteAudit;
import io.thumbstream.lab.trace.wire.RunLogReader;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Reads a run's log once its last votes have had time to become labels, which takes a transaction of the reward service. */
public final class SettledLog {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private SettledLog() {}

    /** The log when every vote in it is labelled exactly once, or after {@code atMost} as it is then. */
    public static RunLog read(RunLogReader reader, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!settled(VoteAudit.of(reader.votes(), reader.labels())) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return reader.read();
    }

    private static boolean settled(VoteAudit audit) {
        return audit.labelledOnce() == audit.votes();
    }
}
