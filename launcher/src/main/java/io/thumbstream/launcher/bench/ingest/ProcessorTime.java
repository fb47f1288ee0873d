package io.thumbstream.launcher.bench.ingest;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.stream.Stream;

/** Processor time that threads have taken so far. */
final class ProcessorTime {
    private static final double NANOS = 1e9;

    private ProcessorTime() {}

    /**
     * Seconds of all living threads whose name holds one of {@code parts}. Native threads, those of RocksDB and of the garbage
     * collector among them, have no name here and are left out.
     */
    static double ofThreads(String... parts) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && Stream.of(parts).anyMatch(info.getThreadName()::contains)) {
                nanos += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return nanos / NANOS;
    }

    /** Seconds of the whole process, broker included. */
    static double ofProcess() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / NANOS)
                .orElse(Double.NaN);
    }
}
