package io.thumbstream.launcher.bench.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Resident memory of a process of its own.
 *
 * @param before before the first model was loaded, with Java, its whole heap and PyTorch in it, MiB
 * @param after after the last step, MiB
 * @param peak most of it until then, MiB
 */
record MemoryReading(double before, double after, double peak) {
    private static final int NUMBERS = 3;

    /** What the models added at most, MiB. */
    double growth() {
        return peak - before;
    }

    /** Leaves it for the process that asked. */
    void write(Path file) throws IOException {
        Files.write(file, List.of(String.valueOf(before), String.valueOf(after), String.valueOf(peak)));
    }

    /**
     * Takes what {@link #write} left.
     *
     * @throws IOException when it is not there or not whole
     */
    static MemoryReading read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != NUMBERS) {
            throw new IOException(file + " has " + lines.size() + " lines instead of " + NUMBERS);
        }
        return new MemoryReading(
                Double.parseDouble(lines.get(0)), Double.parseDouble(lines.get(1)), Double.parseDouble(lines.get(2)));
    }
}
