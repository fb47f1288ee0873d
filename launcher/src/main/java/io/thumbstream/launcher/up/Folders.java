package io.thumbstream.launcher.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
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

    /** The version with the highest number below {@code models}, for example {@code v00000042}. */
    public static Path newestVersion(Path models) {
        try (Stream<Path> all = Files.list(models)) {
            return all.filter(path -> path.getFileName().toString().matches("v\\d{8,}"))
                    .max(Comparator.comparing(path -> path.getFileName().toString()))
                    .orElseThrow(() -> new IllegalStateException("no policy version was published in " + models));
        } catch (IOException e) {
            throw new UncheckedIOException("the versions in " + models + " cannot be listed; check permissions", e);
        }
    }
}
