package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before any process is started. */
class DegradeCommandTest {
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
    private final Path directory;

    DegradeCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldRefuseAPartThatIsNone() {
        assertThat(run("--part", "broker-down,tsunami")).isEqualTo(2);
        assertThat(said()).contains("tsunami");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRefuseToRecoverInNoTime() {
        assertThat(run("--recover-within", "0s")).isEqualTo(2);
        assertThat(said()).contains("--recover-within is PT0S; give a time above zero");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRefuseADirectoryOfALaterPartThatHoldsSomething() throws IOException {
        Path used = Files.createDirectories(directory.resolve("slow-consumer"));
        Files.writeString(used.resolve("lock"), "", StandardCharsets.UTF_8);

        assertThat(run("--part", "broker-down,slow-consumer")).isEqualTo(2);
        assertThat(said()).contains(used.toString()).contains("is not empty").contains("name a new directory");
    }

    @Test
    void shouldRefuseBrokersOfSomebodyElse() {
        assertThat(run(
                        "--set",
                        "kafka.bootstrap-servers=127.0.0.1:1",
                        "--set",
                        "kafka.schema-registry-url=http://127.0.0.1:2"))
                .isEqualTo(2);
        assertThat(said()).contains("kafka.bootstrap-servers is '127.0.0.1:1'").contains("leave it empty");
        assertThat(directory).isEmptyDirectory();
    }

    private int run(String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "chaos";
        arguments[1] = "degrade";
        arguments[2] = "--data-dir";
        arguments[3] = directory.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Thumbstream.run(new PrintWriter(new StringWriter()), new Screen(talk, false), arguments);
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }
}
