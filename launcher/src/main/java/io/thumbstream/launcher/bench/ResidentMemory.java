package io.thumbstream.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Memory of this process that lies in RAM, heap and native arrays together, as Linux counts it. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LINE = "VmRSS:";
    private static final double KIBI = 1024;

    private ResidentMemory() {}

    /** MiB now; NaN where the system does not tell. */
    static double mebibytes() throws IOException {
        return Files.isReadable(STATUS) ? of(Files.readAllLines(STATUS)) : Double.NaN;
    }

    /** MiB that the lines of a status file name; NaN when none does. */
    static double of(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(LINE))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIBI)
                .findFirst()
                .orElse(Double.NaN);
    }
}
