package io.thumbstream.learner.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A directory that appears as a whole or not at all, and knows whether its files are still what was written.
 *
 * <p>Files are written beside the final place, forced to disk, listed in {@code SHA256SUMS} (the format that
 * {@code sha256sum -c} reads) and moved there in one rename.
 */
final class SealedDirectory {
    static final String SUMS = "SHA256SUMS";
    private static final int BUFFER_BYTES = 1 << 16;

    private SealedDirectory() {}

    /**
     * Writes {@code directory}; one that exists already is replaced.
     *
     * @throws UncheckedIOException when it cannot be written, for instance on a full disk; what was there before is then still there
     */
    static void write(Path directory, Consumer<Path> writer) {
        Path partial = directory.resolveSibling(directory.getFileName() + ".partial");
        try {
            delete(partial);
            Files.createDirectories(partial);
            writer.accept(partial);
            StringBuilder sums = new StringBuilder();
            for (Path file : filesOf(partial)) {
                force(file);
                sums.append(sha256(file))
                        .append("  ")
                        .append(partial.relativize(file))
                        .append('\n');
            }
            Files.writeString(partial.resolve(SUMS), sums, StandardCharsets.UTF_8);
            force(partial.resolve(SUMS));
            delete(directory);
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw withdraw(
                    partial,
                    new UncheckedIOException("Cannot write " + directory + "; check space and permissions", e));
        } catch (UncheckedIOException e) {
            throw withdraw(partial, e);
        }
    }

    /** Gives the room of a directory back that could not be completed. */
    private static UncheckedIOException withdraw(Path partial, UncheckedIOException failure) {
        try {
            delete(partial);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Whether every listed file is there with its listed digest. */
    static boolean intact(Path directory) {
        try {
            Path sums = directory.resolve(SUMS);
            if (!Files.isRegularFile(sums)) {
                return false;
            }
            List<String> lines = Files.readAllLines(sums, StandardCharsets.UTF_8);
            for (String line : lines) {
                int gap = line.indexOf("  ");
                if (gap < 0) {
                    return false;
                }
                Path file = directory.resolve(line.substring(gap + 2));
                if (!Files.isRegularFile(file) || !sha256(file).equals(line.substring(0, gap))) {
                    return false;
                }
            }
            return !lines.isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The digest of {@code file} as it was written, from the list of {@code directory}; the file itself is not read again.
     *
     * @throws IOException when the list cannot be read or does not name the file
     */
    static String listed(Path directory, String file) throws IOException {
        Path sums = directory.resolve(SUMS);
        return Files.readAllLines(sums, StandardCharsets.UTF_8).stream()
                .filter(line -> line.endsWith("  " + file))
                .map(line -> line.substring(0, line.indexOf("  ")))
                .findFirst()
                .orElseThrow(() -> new IOException(sums + " does not list " + file));
    }

    /** Lower-case sha256 of the file's bytes. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Removes a directory with everything in it, if it exists. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Size of all files of {@code directory}. */
    static long bytes(Path directory) {
        try {
            long sum = 0;
            for (Path file : filesOf(directory)) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot measure " + directory + "; check permissions", e);
        }
    }

    /** Copies what a sealed directory holds, its list left out, into the empty directory {@code to}. */
    static void copyContents(Path from, Path to) {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.sorted().toList()) {
                Path target = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!path.equals(from.resolve(SUMS))) {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + from + " to " + to + "; check space and permissions", e);
        }
    }

    private static List<Path> filesOf(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
