package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: a full disk stops no learning, costs no version number, and leaves nothing half written. */
class FullDiskTest {
    private static final int RECORDS = 60;
    private static final int ROUNDS = 80;

    private final Path folder;
    private final MovableClock clock = new MovableClock();

    FullDiskTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldGoOnLearningWhileTheDiskIsFullAndCatchUpLater() {
        String expected = undisturbed();
        MemoryWorld other = MemoryWorld.of(RECORDS);
        boolean[] full = {true};
        FileCheckpoints files = new FileCheckpoints(folder.resolve("full"), 3);
        FileVersions versionFiles = new FileVersions(folder.resolve("full-versions"), 3);
        ChainCore core = new ChainCore(Crash.Plan.never());
        EventSourcedLearner<Long> learner = EngineRig.learner(
                other,
                core,
                new LearnerCheckpoints() {
                    @Override
                    public void save(long step, Consumer<Path> writer) {
                        requireRoom(full[0]);
                        files.save(step, writer);
                    }

                    @Override
                    public List<Path> newestFirst() {
                        return files.newestFirst();
                    }
                },
                (version, writer) -> {
                    requireRoom(full[0]);
                    return versionFiles.save(version, writer);
                },
                clock);
        learner.recover();
        EngineRig.rounds(learner, ROUNDS / 2);
        assertThat(learner.step()).isGreaterThan(5);
        assertThat(files.newestFirst()).isEmpty();
        assertThat(other.versions).isEmpty();

        full[0] = false;
        EngineRig.rounds(learner, 1);
        assertThat(files.newestFirst()).as("not tried again at once").isEmpty();
        clock.move(Duration.ofHours(1));
        EngineRig.rounds(learner, ROUNDS / 2 - 1);
        learner.close();
        assertThat(files.newestFirst()).isNotEmpty();
        assertThat(other.versions.get(0).version())
                .as("no number is used up by a failure")
                .isEqualTo(1);
        assertThat(core.digest()).isEqualTo(expected);
    }

    @Test
    void shouldGiveTheRoomBackAndKeepWhatWasThereWhenADirectoryCannotBeCompleted() throws IOException {
        Path place = folder.resolve("v1");
        SealedDirectory.write(place, directory -> text(directory.resolve("weights"), "old"));
        assertThatThrownBy(() -> SealedDirectory.write(place, directory -> {
                    text(directory.resolve("weights"), "half");
                    throw new UncheckedIOException(new IOException("No space left on device"));
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No space left");
        assertThat(SealedDirectory.intact(place)).isTrue();
        assertThat(place.resolve("weights")).hasContent("old");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(place);
        }
    }

    /** The last digest of a run with room enough. */
    private String undisturbed() {
        ChainCore core = new ChainCore(Crash.Plan.never());
        EventSourcedLearner<Long> learner = EngineRig.learner(
                MemoryWorld.of(RECORDS),
                core,
                new FileCheckpoints(folder.resolve("checkpoints"), 50),
                new FileVersions(folder.resolve("versions"), 50),
                clock);
        learner.recover();
        EngineRig.rounds(learner, ROUNDS);
        learner.close();
        return core.digest();
    }

    private static void requireRoom(boolean full) {
        if (full) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }
    }

    private static void text(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
