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
class ChaosCommandTest {
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
    private final Path directory;

    ChaosCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldRefuseARunWithoutKills() {
        assertThat(run("--kills", "0")).isEqualTo(2);
        assertThat(said()).contains("--kills is 0; give at least 1");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRefuseMoreErasuresThanKills() {
        assertThat(run("--kills", "3", "--erasures", "4")).isEqualTo(2);
        assertThat(said()).contains("--erasures is 4; give 0 to 3");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRefuseADirectoryThatHoldsSomething() throws IOException {
        Files.writeString(directory.resolve("lock"), "", StandardCharsets.UTF_8);

        assertThat(run("--kills", "1")).isEqualTo(2);
        assertThat(said())
                .contains(directory.toString())
                .contains("is not empty")
                .contains("name a new directory");
    }

    @Test
    void shouldRefuseBrokersOfSomebodyElse() {
        assertThat(run(
                        "--kills",
                        "1",
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
        arguments[1] = "learner";
        arguments[2] = "--data-dir";
        arguments[3] = directory.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Thumbstream.run(new PrintWriter(new StringWriter()), new Screen(talk, false), arguments);
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }
}
