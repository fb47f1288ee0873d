package io.thumbstream.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Memory of this process that lies in RAM, heap and native arrays together, as Linux counts it. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String NOW = "VmRSS:";
    private static final String PEAK = "VmHWM:";
    private static final double KIBI = 1024;

    private ResidentMemory() {}

    /** MiB now; NaN where the system does not tell. */
    public static double mebibytes() throws IOException {
        return read(NOW);
    }

    /** Most MiB since the process began; NaN where the system does not tell. */
    public static double peakMebibytes() throws IOException {
        return read(PEAK);
    }

    private static double read(String line) throws IOException {
        return Files.isReadable(STATUS) ? of(Files.readAllLines(STATUS), line) : Double.NaN;
    }

    /** MiB now that the lines of a status file name; NaN when none does. */
    static double of(List<String> status) {
        return of(status, NOW);
    }

    /** The same of the peak. */
    static double peakOf(List<String> status) {
        return of(status, PEAK);
    }

    private static double of(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIBI)
                .findFirst()
                .orElse(Double.NaN);
    }
}
