package io.thumbstream.lab.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageFileTest {
    private final Path file;

    LineageFileTest(@TempDir Path folder) {
        this.file = folder.resolve("new").resolve("support.index");
    }

    @Test
    void shouldGiveBackWhatWasWritten() throws IOException {
        LineageFile.write(LineageTest.facts(), file);
        LineageFile.write(LineageTest.facts(), file);

        assertThat(LineageFile.read(file)).isEqualTo(LineageTest.facts());
    }

    @Test
    void shouldNameTheRemedyWhenTheFileIsCutAnywhere() throws IOException {
        LineageFile.write(LineageTest.facts(), file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> LineageFile.read(file))
                    .as("cut to %s of %s bytes", length, whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--rebuild");
        }
    }

    /** Behind mark, format, time, the number of votes and the length of the first one's id stands its first letter. */
    @Test
    void shouldNameTheRemedyWhenATextIsDamaged() throws IOException {
        LineageFile.write(LineageTest.facts(), file);
        byte[] damaged = Files.readAllBytes(file);
        damaged[8 + 4 + 8 + 4 + 2] = (byte) 0xff;
        Files.write(file, damaged);

        assertThatThrownBy(() -> LineageFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " holds a damaged text; make it again with --rebuild");
    }

    @Test
    void shouldNameTheRemedyWhenTheFileIsSomethingElseOrTooLong() throws IOException {
        LineageFile.write(LineageTest.facts(), file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> LineageFile.read(file)).hasMessageContaining("longer than its content");

        Files.writeString(file, "no index at all, but long enough to hold the mark");
        assertThatThrownBy(() -> LineageFile.read(file)).hasMessageContaining("is not a lineage index");
    }
}
