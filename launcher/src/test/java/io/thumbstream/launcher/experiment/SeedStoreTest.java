package io.thumbstream.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.up.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedStoreTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @Test
    void shouldGiveBackEveryNumberWhenAskedWithTheSameKey() throws IOException {
        SeedResult result = DriftReportTest.seed(3, 1.0, 0.75, 0.1, 0.3, 10, 10);
        new SeedStore(directory, "build settings").save(result);
        assertThat(new SeedStore(directory, "build settings").find(3)).hasValue(result);
        assertThat(new SeedStore(directory, "build settings").find(4)).isEmpty();
    }

    @Test
    void shouldNotTakeAResultOfOtherSettingsOrBuild() throws IOException {
        new SeedStore(directory, "one").save(DriftReportTest.seed(3, 1.0, 0.75, 0.1, 0.3, 10, 10));
        assertThat(new SeedStore(directory, "other").find(3)).isEmpty();
    }

    @Test
    void shouldCopyRemoveAndFindTheNewestVersion() throws IOException {
        Path from = directory.resolve("from");
        Files.createDirectories(from.resolve("v00000009"));
        Files.createDirectories(from.resolve("v00000010"));
        Files.createDirectories(from.resolve(".install-12"));
        Files.writeString(from.resolve("v00000010").resolve("weights"), "w");
        Path to = directory.resolve("to");
        Folders.copy(from, to);
        assertThat(Folders.newestVersions(to, 1)).containsExactly(to.resolve("v00000010"));
        assertThat(Folders.newestVersions(to, 5)).containsExactly(to.resolve("v00000010"), to.resolve("v00000009"));
        assertThat(to.resolve("v00000010").resolve("weights")).hasContent("w");
        Folders.delete(from);
        assertThat(from).doesNotExist();
        Folders.delete(from);
        assertThat(to.resolve("v00000009")).isDirectory();
    }
}
