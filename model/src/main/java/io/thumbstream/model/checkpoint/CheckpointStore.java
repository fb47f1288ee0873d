package io.thumbstream.model.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Numbered directories that are either complete or absent.
 *
 * <p>A version is written into a temporary directory, gets a list of the SHA-256 of its files, is forced to the disk and
 * renamed into place. A reader checks the list, so a torn or altered version is noticed and the next older one is used.
 * Several processes may read; one writes.
 */
public final class CheckpointStore {
    private static final String SUMS = "SHA256SUMS";
    private static final Pattern VERSION = Pattern.compile("v(\\d{8,})");
    private static final Pattern SUM_LINE = Pattern.compile("([0-9a-f]{64}) {2}(.+)");

    private final Path root;

    /** Writes the files of a version into an empty directory. */
    @FunctionalInterface
    public interface Writer {
        /** Writes all files, in {@code directory} itself. */
        void write(Path directory) throws IOException;
    }

    /**
     * A version whose files all have the recorded digests.
     *
     * @param version its number
     * @param directory where its files are
     */
    public record Checkpoint(long version, Path directory) {}

    /**
     * A version that cannot be used.
     *
     * @param version its number
     * @param reason what is wrong with it
     */
    public record Damaged(long version, String reason) {}

    /** A store below {@code root}, which is created when needed. */
    public CheckpointStore(Path root) {
        this.root = root;
    }

    /** Directory of a version, present or not. */
    public Path directory(long version) {
        if (version < 0) {
            throw new IllegalArgumentException("Version " + version + " is negative; versions count from zero");
        }
        return root.resolve(String.format(Locale.ROOT, "v%08d", version));
    }

    /**
     * Makes a version appear at once.
     *
     * @throws FileAlreadyExistsException when the version exists: a published version never changes
     */
    public Checkpoint publish(long version, Writer writer) throws IOException {
        Path target = directory(version);
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "published versions never change");
        }
        Files.createDirectories(root);
        Path temporary = Files.createTempDirectory(root, ".writing-");
        try {
            writer.write(temporary);
            writeSums(temporary);
            moveAtomically(temporary, target);
        } catch (IOException | RuntimeException e) {
            delete(temporary);
            throw e;
        }
        force(root);
        return new Checkpoint(version, target);
    }

    /** Version numbers present, ascending, complete or not. */
    public List<Long> versions() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(root)) {
            return children.map(path -> VERSION.matcher(path.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(matcher -> Long.parseLong(matcher.group(1)))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The newest version that is complete.
     *
     * @param damaged told about every newer version that had to be skipped
     */
    public Optional<Checkpoint> newest(Consumer<Damaged> damaged) throws IOException {
        List<Long> newestFirst = new ArrayList<>(versions());
        Collections.reverse(newestFirst);
        for (long version : newestFirst) {
            Optional<String> problem = problem(version);
            if (problem.isEmpty()) {
                return Optional.of(new Checkpoint(version, directory(version)));
            }
            damaged.accept(new Damaged(version, problem.get()));
        }
        return Optional.empty();
    }

    /** What is wrong with a version, or nothing. */
    public Optional<String> problem(long version) throws IOException {
        Path directory = directory(version);
        Path sums = directory.resolve(SUMS);
        if (!Files.exists(sums)) {
            return Optional.of("its list of digests is missing");
        }
        for (String line : Files.readAllLines(sums)) {
            Matcher matcher = SUM_LINE.matcher(line);
            if (!matcher.matches()) {
                return Optional.of("its list of digests is damaged");
            }
            Path file = directory.resolve(matcher.group(2));
            if (!Files.exists(file)) {
                return Optional.of("file " + matcher.group(2) + " is missing");
            }
            if (!Digests.ofFile(file).equals(matcher.group(1))) {
                return Optional.of("file " + matcher.group(2) + " was altered or is truncated");
            }
        }
        return Optional.empty();
    }

    /**
     * Deletes old versions.
     *
     * @param keepNewest number of newest versions to keep, at least one
     * @param keepEvery versions divisible by this are kept as well; zero for none
     * @return the versions deleted
     */
    public List<Long> thin(int keepNewest, long keepEvery) throws IOException {
        if (keepNewest < 1 || keepEvery < 0) {
            throw new IllegalArgumentException("Keeping " + keepNewest + " newest and every " + keepEvery
                    + " is impossible; keep at least one newest, and every 0 or more");
        }
        List<Long> versions = versions();
        List<Long> deleted = new ArrayList<>();
        for (long version : versions.subList(0, Math.max(0, versions.size() - keepNewest))) {
            if (keepEvery == 0 || version % keepEvery != 0) {
                delete(directory(version));
                deleted.add(version);
            }
        }
        return deleted;
    }

    /** Digest recorded for one file of a version. */
    public Optional<String> recordedDigest(long version, String file) throws IOException {
        for (String line : Files.readAllLines(directory(version).resolve(SUMS))) {
            Matcher matcher = SUM_LINE.matcher(line);
            if (matcher.matches() && matcher.group(2).equals(file)) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /** Highest version number present. */
    public OptionalLong highest() throws IOException {
        return versions().stream().mapToLong(Long::longValue).max();
    }

    private static void writeSums(Path directory) throws IOException {
        TreeMap<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                force(file);
                sums.put(file.getFileName().toString(), Digests.ofFile(file));
            }
        }
        StringBuilder text = new StringBuilder();
        sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
        Path list = Files.writeString(directory.resolve(SUMS), text);
        force(list);
        force(directory);
    }

    private static void moveAtomically(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(
                    to + " is on a file system without atomic rename; put the data directory on a local disk", e);
        }
    }

    private static void force(Path path) throws IOException {
        if (Files.isDirectory(path)
                && path.getFileSystem().supportedFileAttributeViews().contains("dos")
                && !path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return; // Windows cannot open a directory
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
