package io.thumbstream.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private final Path directory;

    DataDirectoryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldRefuseASecondHolderUntilTheFirstIsClosed() {
        DataDirectory first = DataDirectory.open(directory);
        assertThatThrownBy(() -> DataDirectory.open(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("in use by another thumbstream; stop that one, or give another --data-dir");
        first.close();

        try (DataDirectory next = DataDirectory.open(directory)) {
            assertThat(next.path()).isEqualTo(directory.toAbsolutePath().normalize());
        }
    }

    @Test
    void shouldRefuseTheWholeWhileAPartIsHeld() {
        DataDirectory part = DataDirectory.openPart(directory, "learner");
        assertThatThrownBy(() -> DataDirectory.open(directory)).hasMessageContaining("in use by another thumbstream");
        part.close();

        DataDirectory whole = DataDirectory.open(directory);
        assertThatThrownBy(() -> DataDirectory.openPart(directory, "learner"))
                .hasMessageContaining("in use by another thumbstream");
        whole.close();
    }

    @Test
    void shouldNameThePathWhenItIsNoDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data directory " + file)
                .hasMessageContaining("(" + file + " is there already)")
                .hasMessageContaining("give a writable --data-dir");
    }
}
