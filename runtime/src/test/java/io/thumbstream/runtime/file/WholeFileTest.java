package io.thumbstream.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @Test
    void shouldWriteReplaceAndLeaveNothingBeside(@TempDir Path home) throws IOException {
        Path file = home.resolve("a/b/file.txt");

        WholeFile.write(file, "größe");
        assertThat(file).hasContent("größe");
        WholeFile.write(file, new byte[] {65});
        assertThat(file).hasContent("A");
        assertThat(home.resolve("a/b")).isDirectoryContaining("glob:**file.txt");
        assertThat(home.resolve("a/b/file.txt.next")).doesNotExist();
    }

    @Test
    void shouldLeaveTheFileAsItWasWhereItCannotBeWritten(@TempDir Path home) throws IOException {
        Path file = home.resolve("file.txt");
        WholeFile.write(file, "before");
        Files.createDirectory(home.resolve("file.txt.next"));

        assertThatThrownBy(() -> WholeFile.write(file, "after")).isInstanceOf(IOException.class);
        assertThat(file).hasContent("before");
    }
}
