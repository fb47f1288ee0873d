package io.thumbstream.learner.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Sealed directories below one parent, named by a prefix and a zero-padded number; keeps the newest few. */
final class NumberedDirectories {
    private final Path parent;
    private final String prefix;
    private final int digits;
    private final int keep;

    /** @param keep how many of the highest numbers stay; number 0 is never removed */
    NumberedDirectories(Path parent, String prefix, int digits, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("keep is " + keep + "; give at least 1");
        }
        this.parent = parent;
        this.prefix = prefix;
        this.digits = digits;
        this.keep = keep;
    }

    Path path(long number) {
        return parent.resolve(prefix + String.format("%0" + digits + "d", number));
    }

    Path write(long number, Consumer<Path> writer) {
        try {
            Files.createDirectories(parent);
            SealedDirectory.write(path(number), writer);
            for (Path old : newestFirst().stream().skip(keep).toList()) {
                if (!old.equals(path(0))) {
                    SealedDirectory.delete(old);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep order in " + parent + "; check permissions", e);
        }
        return path(number);
    }

    /** Existing directories, highest number first, intact or not. */
    List<Path> newestFirst() {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> number(child).isPresent())
                    .sorted(Comparator.comparingLong(
                                    (Path child) -> number(child).orElseThrow())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + parent, e);
        }
    }

    private OptionalLong number(Path child) {
        String name = String.valueOf(child.getFileName());
        String tail = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        boolean numeric = !tail.isEmpty() && tail.chars().allMatch(Character::isDigit);
        return numeric ? OptionalLong.of(Long.parseLong(tail)) : OptionalLong.empty();
    }
}
