package io.thumbstream.launcher.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and removes data directories that no process uses. */
public final class Folders {
    private Folders() {}

    /** Copies everything below {@code from} to {@code to}, which must not exist yet. */
    public static void copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectories(to.resolve(from.relativize(directory)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.copy(file, to.resolve(from.relativize(file)));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the state in " + from + " cannot be copied to " + to + "; make room on the disk and run again", e);
        }
    }

    /** Removes {@code folder} and everything below it; does nothing where there is none. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be removed; remove it by hand", e);
        }
    }

    /**
     * The versions with the highest numbers below {@code models}, for example {@code v00000042}, newest first.
     *
     * @param most how many at most; there is at least one
     */
    public static List<Path> newestVersions(Path models, int most) {
        try (Stream<Path> all = Files.list(models)) {
            List<Path> newest = all.filter(path -> path.getFileName().toString().matches("v\\d{8,}"))
                    .sorted(Comparator.comparing(
                                    (Path path) -> path.getFileName().toString())
                            .reversed())
                    .limit(most)
                    .toList();
            if (newest.isEmpty()) {
                throw new IllegalStateException("no policy version was published in " + models);
            }
            return newest;
        } catch (IOException e) {
            throw new UncheckedIOException("the versions in " + models + " cannot be listed; check permissions", e);
        }
    }
}
