package io.thumbstream.learner;

import io.thumbstream.learner.engine.ErasedCheckpoints;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.LearnerCheckpoints;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory {@code erasures} of a data directory: one numbered directory for each erasure, with the rebuilt checkpoints of both
 * learners, and {@code certificate.json} once it is complete.
 */
public final class Erasures {
    /** Name of the file that completes an erasure. */
    public static final String CERTIFICATE = "certificate.json";

    /** Name of the file that says whose erasure it is, by the sha256 of the pseudonymous key. */
    public static final String REQUEST = "request.txt";

    private static final int DIGITS = 5;
    private static final int ONE = 1;

    private final Path parent;

    /** Erasures of the run in {@code dataDir}. */
    public Erasures(Path dataDir) {
        this.parent = dataDir.resolve("erasures");
    }

    /** Directories of complete erasures, oldest first. */
    public List<Path> complete() {
        return all().stream()
                .filter(directory -> Files.exists(directory.resolve(CERTIFICATE)))
                .toList();
    }

    /** The directory of one that was cut. */
    public Optional<Path> cut() {
        return all().stream()
                .filter(directory -> !Files.exists(directory.resolve(CERTIFICATE)))
                .findFirst();
    }

    /** Whether a complete erasure rebuilt a learner, so that the topics hold scores of models that are no more. */
    boolean rebuilt() {
        return complete().stream()
                .anyMatch(erasure -> Files.isDirectory(checkpoints(erasure, LearnerCores.POLICY))
                        || Files.isDirectory(checkpoints(erasure, LearnerCores.REWARD)));
    }

    /** Sha256 of the keys of the people of complete erasures. */
    public Set<String> erased() {
        return complete().stream().map(Erasures::request).collect(Collectors.toSet());
    }

    /** When the last erasure of the person with this sha256 was complete. */
    public Optional<Instant> finished(String person) {
        return complete().stream()
                .filter(directory -> request(directory).equals(person))
                .map(Erasures::completed)
                .max(Comparator.naturalOrder());
    }

    private static Instant completed(Path directory) {
        try {
            return Files.getLastModifiedTime(directory.resolve(CERTIFICATE)).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look at the certificate in " + directory, e);
        }
    }

    /** Whose erasure is in {@code directory}. */
    public static String request(Path directory) {
        try {
            return Files.readString(directory.resolve(REQUEST), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read whose erasure is in " + directory + "; restore it", e);
        }
    }

    /** Where the next one is written. */
    public Path next() {
        return parent.resolve(String.format("%0" + DIGITS + "d", complete().size() + 1));
    }

    /** Where an erasure keeps the rebuilt checkpoint of a learner. */
    static Path checkpoints(Path erasure, String kind) {
        return erasure.resolve(kind).resolve("checkpoint");
    }

    /**
     * The checkpoints a learner may begin from.
     *
     * @throws FatalException when an erasure was cut: until it is complete, nothing may be learned
     */
    LearnerCheckpoints above(LearnerCheckpoints live, String kind) {
        cut().ifPresent(directory -> {
            throw new FatalException("The erasure in " + directory + " was cut; run `thumbstream erase` for the same"
                    + " person again before anything is learned");
        });
        Optional<Path> newest = complete().stream()
                .map(erasure -> checkpoints(erasure, kind))
                .filter(Files::isDirectory)
                .reduce((older, newer) -> newer);
        return newest.<LearnerCheckpoints>map(rebuilt -> new ErasedCheckpoints(live, new FileCheckpoints(rebuilt, ONE)))
                .orElse(live);
    }

    private List<Path> all() {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + parent, e);
        }
    }
}
