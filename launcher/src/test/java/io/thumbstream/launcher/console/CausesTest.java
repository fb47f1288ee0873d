package io.thumbstream.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CausesTest {
    private final Path folder;

    CausesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        Path none = folder.resolve("none");
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(Causes.of(catchThrowable(() -> Files.readString(none)))).isEqualTo(none + " is not there");
        assertThat(Causes.of(catchThrowable(() -> Files.createDirectories(file))))
                .isEqualTo(file + " is there already");
        assertThat(Causes.of(new AccessDeniedException("secret")))
                .isEqualTo("secret may not be read or written; check its permissions");
        assertThat(Causes.of(new FileSystemException("big", null, "No space left on device")))
                .isEqualTo("big: No space left on device");
        assertThat(Causes.of(new MalformedInputException(1))).isEqualTo("it is not text in UTF-8");
    }

    @Test
    void shouldNameTheCauseBehindAMessageOnce() {
        IOException full = new IOException("No space left on device");

        assertThat(Causes.of(new UncheckedIOException("x cannot be written", full)))
                .isEqualTo("x cannot be written (No space left on device)");
        assertThat(Causes.of(new UncheckedIOException("x cannot be written (No space left on device)", full)))
                .isEqualTo("x cannot be written (No space left on device)");
        assertThat(Causes.of(new UncheckedIOException(full))).isEqualTo("No space left on device");
        assertThat(Causes.of(new IllegalStateException("as it is", full))).isEqualTo("as it is");
        assertThat(Causes.of(new IllegalStateException())).contains("IllegalStateException");
    }

    @Test
    void shouldKeepToOneLineWhereTextCannotBeRead() {
        assertThatThrownBy(() -> new ObjectMapper().readTree("{\n\"a\": x}"))
                .satisfies(failure ->
                        assertThat(Causes.of(failure)).endsWith("at line 2").doesNotContain("\n"));
    }

    @Test
    void shouldSayThatACertificateIsNotThere() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Path none = folder.resolve("none.json");

        int code = Thumbstream.run(
                new PrintWriter(new StringWriter()), new Screen(err, false), "erase", "--verify", none.toString());

        assertThat(code).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("thumbstream: " + none + " is not there");
    }
}
