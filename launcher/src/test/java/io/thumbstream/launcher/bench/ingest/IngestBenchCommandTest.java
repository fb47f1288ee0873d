package io.thumbstream.launcher.bench.ingest;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is measured. */
class IngestBenchCommandTest {
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
    private final Path directory;

    IngestBenchCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldRefuseSizesThatMeasureNothing() {
        assertThat(run("--connections", "0")).isEqualTo(2);
        assertThat(said()).contains("--connections is 0; give more than zero");
        assertThat(run("--events", "99")).isEqualTo(2);
        assertThat(said()).contains("--events is 99; give at least 100");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldNameThePartsWhenOneIsUnknown() {
        assertThat(run("--part", "gateway,kitchen")).isEqualTo(2);
        assertThat(said()).contains("kitchen").containsIgnoringCase("latency");
    }

    @Test
    void shouldRefuseADirectoryThatHoldsSomething() throws IOException {
        Files.writeString(directory.resolve("lock"), "", StandardCharsets.UTF_8);

        assertThat(run("--part", "latency")).isEqualTo(2);
        assertThat(said()).contains(directory.toString()).contains("is not empty");
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
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("bench", "ingest", "--data-dir", directory.toString()));
        arguments.addAll(List.of(options));
        return Thumbstream.run(
                new PrintWriter(new StringWriter()), new Screen(talk, false), arguments.toArray(String[]::new));
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }
}
