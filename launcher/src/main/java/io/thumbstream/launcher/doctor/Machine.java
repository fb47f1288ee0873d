package io.thumbstream.launcher.doctor;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.up.ComputeWords;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.runtime.error.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The machine and the process.
 *
 * @param javaFeature major version of Java
 * @param javaVersion full version of Java
 * @param processors processors that this process may use
 * @param heapBytes largest heap of this process
 * @param memoryBytes memory of the machine or container
 * @param dataDir data directory, which need not exist
 * @param freeBytes room on its disk
 * @param chosen what models are to compute with
 * @param engine the tensor engine
 */
record Machine(
        int javaFeature,
        String javaVersion,
        int processors,
        long heapBytes,
        long memoryBytes,
        Path dataDir,
        long freeBytes,
        ComputeWords.Chosen chosen,
        TensorEngine engine) {
    private static final int OLDEST_JAVA = 17;
    private static final double GIB = 1L << 30;
    private static final double LEAST_FREE_GIB = 2;

    /**
     * What the tensor library found.
     *
     * @param version of DJL and PyTorch in words
     * @param pytorch version of PyTorch alone
     * @param gpus graphics cards that it can use
     * @param driver whether the machine has a driver of NVIDIA cards
     * @param failure why it does not start
     */
    record TensorEngine(String version, String pytorch, int gpus, boolean driver, Optional<String> failure) {}

    Diagnosis diagnosis() {
        List<Finding> findings = new ArrayList<>();
        findings.add(javaFinding());
        findings.add(Finding.ok(
                "machine",
                processors + (processors == 1 ? " processor, " : " processors, ") + gib(memoryBytes) + " of memory, "
                        + gib(heapBytes) + " of it for the heap (THUMBSTREAM_HEAP)"));
        findings.add(device());
        findings.add(disk());
        return new Diagnosis(
                findings,
                List.of(
                        new Figure("java-version", javaFeature, "", Demand.atLeast(OLDEST_JAVA)),
                        Figure.of("processors", processors, ""),
                        Figure.of("gpus", engine.gpus(), ""),
                        new Figure("tensor-engine", engine.failure().isEmpty() ? 1 : 0, "found", Demand.exactly(1)),
                        new Figure("free-disk", freeBytes / GIB, "GiB", Demand.atLeast(LEAST_FREE_GIB))));
    }

    private Finding javaFinding() {
        return javaFeature >= OLDEST_JAVA
                ? Finding.ok("java", javaVersion)
                : Finding.bad(
                        "java",
                        javaVersion + " is too old",
                        "install a JDK " + OLDEST_JAVA + " or newer and set JAVA_HOME to it");
    }

    private Finding device() {
        if (engine.failure().isPresent()) {
            return Finding.bad(
                    "device",
                    "the tensor engine does not start: " + engine.failure().get(),
                    "build again on this machine, so that the native libraries of its system are taken");
        }
        String placement;
        try {
            placement = ComputeWords.placement(engine.gpus(), Stack.NATIVE_THREADS, chosen);
        } catch (ConfigException e) {
            return Finding.bad("device", String.valueOf(e.getMessage()), ComputeWords.cuda(engine.pytorch()));
        }
        String computing = engine.version() + "; models compute on " + placement;
        if (engine.gpus() > 0) {
            return Finding.ok("device", engine.gpus() + " CUDA device(s), " + computing);
        }
        String found = "CPU, " + computing;
        return engine.driver()
                ? Finding.note(
                        "device",
                        found + "; there is an NVIDIA driver, and these libraries are for the CPU only",
                        ComputeWords.cuda(engine.pytorch()))
                : Finding.ok("device", found + "; no NVIDIA driver, so nothing is to be gained from CUDA libraries");
    }

    private Finding disk() {
        String found = gib(freeBytes) + " free at " + dataDir;
        return freeBytes / GIB >= LEAST_FREE_GIB
                ? Finding.ok("disk", found)
                : Finding.bad(
                        "disk",
                        found,
                        "make room for " + gib((long) (LEAST_FREE_GIB * GIB)) + ", or name another --data-dir");
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }
}
