package io.thumbstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
    @TempDir
    Path root = Path.of("set by the test framework");

    private CheckpointStore store = new CheckpointStore(root);

    @BeforeEach
    void open() {
        store = new CheckpointStore(root.resolve("policy-support"));
    }

    @Test
    void shouldFindTheNewestWhenSeveralWerePublished() throws IOException {
        publish(0, "base");
        publish(12, "later");
        publish(3, "between");
        assertThat(store.versions()).containsExactly(0L, 3L, 12L);
        CheckpointStore.Checkpoint newest = newest(new ArrayList<>());
        assertThat(newest.version()).isEqualTo(12);
        assertThat(newest.directory().getFileName()).hasToString("v00000012");
        assertThat(Files.readString(newest.directory().resolve("weights"))).isEqualTo("later");
        assertThat(store.recordedDigest(12, "weights")).contains(Digests.of("later"));
    }

    @Test
    void shouldSkipAndReportWhenTheNewestAreDamaged() throws IOException {
        for (int version = 1; version <= 4; version++) {
            publish(version, "weights " + version);
        }
        Files.writeString(store.directory(4).resolve("weights"), "torn");
        Files.delete(store.directory(3).resolve("weights"));
        Files.delete(store.directory(2).resolve("SHA256SUMS"));
        List<CheckpointStore.Damaged> damaged = new ArrayList<>();

        assertThat(newest(damaged).version()).isEqualTo(1);
        assertThat(damaged)
                .containsExactly(
                        new CheckpointStore.Damaged(4, "file weights was altered or is truncated"),
                        new CheckpointStore.Damaged(3, "file weights is missing"),
                        new CheckpointStore.Damaged(2, "its list of digests is missing"));
    }

    @Test
    void shouldLeaveNothingWhenTheWriterFails() throws IOException {
        publish(1, "kept");
        assertThatThrownBy(() -> store.publish(2, directory -> {
                    Files.writeString(directory.resolve("weights"), "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(store.versions()).containsExactly(1L);
        try (Stream<Path> files = Files.list(root.resolve("policy-support"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldRefuseWhenAVersionIsPublishedAgain() throws IOException {
        publish(1, "first");
        assertThatThrownBy(() -> publish(1, "second")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(store.directory(1).resolve("weights"))).isEqualTo("first");
    }

    @Test
    void shouldIgnoreUnfinishedDirectoriesWhenAWriterWasKilled() throws IOException {
        publish(1, "good");
        Files.createDirectories(root.resolve("policy-support/.writing-123"));
        assertThat(store.versions()).containsExactly(1L);
    }

    @Test
    void shouldKeepNewestAndEveryNthWhenThinned() throws IOException {
        for (int version = 0; version <= 11; version++) {
            publish(version, "weights " + version);
        }
        assertThat(store.thin(3, 5)).containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L);
        assertThat(store.versions()).containsExactly(0L, 5L, 9L, 10L, 11L);
        assertThatThrownBy(() -> store.thin(0, 5)).hasMessageContaining("keep at least one newest");
    }

    @Test
    void shouldFindNothingWhenTheDirectoryIsAbsent() throws IOException {
        assertThat(store.versions()).isEmpty();
        assertThat(store.newest(damaged -> {})).isEmpty();
    }

    private void publish(long version, String weights) throws IOException {
        CheckpointStore.Checkpoint published =
                store.publish(version, directory -> Files.writeString(directory.resolve("weights"), weights));
        assertThat(published.version()).isEqualTo(version);
    }

    private CheckpointStore.Checkpoint newest(List<CheckpointStore.Damaged> damaged) throws IOException {
        return store.newest(damaged::add).orElseThrow();
    }
}
