package io.thumbstream.learner.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Sealed directories below one parent, named by a prefix and a zero-padded number; removes those that a rule does not keep. */
final class NumberedDirectories {
    private final Path parent;
    private final String prefix;
    private final int digits;
    private final Function<SortedSet<Long>, ? extends Set<Long>> rule;

    /** @param rule given all numbers, those that stay; number 0 and the one just written stay in any case */
    NumberedDirectories(Path parent, String prefix, int digits, Function<SortedSet<Long>, ? extends Set<Long>> rule) {
        this.parent = parent;
        this.prefix = prefix;
        this.digits = digits;
        this.rule = rule;
    }

    Path path(long number) {
        return parent.resolve(prefix + String.format("%0" + digits + "d", number));
    }

    Path write(long number, Consumer<Path> writer) {
        try {
            Files.createDirectories(parent);
            SealedDirectory.write(path(number), writer);
            thin(number);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep order in " + parent + "; check permissions", e);
        }
        return path(number);
    }

    private void thin(long written) throws IOException {
        SortedSet<Long> numbers = new TreeSet<>();
        List<Path> all = newestFirst();
        all.forEach(child -> numbers.add(number(child).orElseThrow()));
        Set<Long> staying = rule.apply(numbers);
        for (Path child : all) {
            long number = number(child).orElseThrow();
            if (number != 0 && number != written && !staying.contains(number)) {
                SealedDirectory.delete(child);
            }
        }
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

    OptionalLong number(Path child) {
        String name = String.valueOf(child.getFileName());
        String tail = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        boolean numeric = !tail.isEmpty() && tail.chars().allMatch(Character::isDigit);
        return numeric ? OptionalLong.of(Long.parseLong(tail)) : OptionalLong.empty();
    }
}
