package io.thumbstream.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.result.ResultStore;
import io.thumbstream.launcher.up.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedFormTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @Test
    void shouldGiveBackEveryNumberWhenAskedWithTheSameKey() throws IOException {
        SeedResult result = DriftReportTest.seed(3, 1.0, 0.75, 0.1, 0.3, 10, 10);
        store("build settings").save("seed-3", result);
        assertThat(store("build settings").find("seed-3")).hasValue(result);
        assertThat(store("build settings").find("seed-4")).isEmpty();
    }

    @Test
    void shouldNotTakeAResultOfOtherSettingsOrBuild() throws IOException {
        store("one").save("seed-3", DriftReportTest.seed(3, 1.0, 0.75, 0.1, 0.3, 10, 10));
        assertThat(store("other").find("seed-3")).isEmpty();
    }

    private ResultStore<SeedResult> store(String key) {
        return new ResultStore<>(directory, key, new SeedForm());
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
