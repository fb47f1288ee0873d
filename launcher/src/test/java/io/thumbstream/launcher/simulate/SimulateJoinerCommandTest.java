package io.thumbstream.launcher.simulate;

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

/** The command line: figures, replays and refusals. */
class SimulateJoinerCommandTest {
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
    private final StringWriter data = new StringWriter();
    private final Path directory;

    SimulateJoinerCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldPrintFiguresAndWriteAReportWhenAllHolds() {
        Path report = directory.resolve("report");

        assertThat(run("--seeds", "5", "--output", "json", "--check", "--report", report.toString()))
                .isZero();

        assertThat(data.toString())
                .contains(
                        "{\"name\":\"simulated-seeds\",\"value\":5.0,\"unit\":\"seeds\",\"demanded\":null,\"met\":null}")
                .contains("\"simulated-violations\",\"value\":0.0,\"unit\":\"\",\"demanded\":\"= 0\",\"met\":true");
        assertThat(report.resolve("report.json")).content().contains("simulated-seeds");
        assertThat(directory.resolve("schedules")).doesNotExist();
    }

    @Test
    void shouldReplayAScheduleFromAFile() throws IOException {
        Path file = directory.resolve("seed-9.schedule");
        Files.write(file, ScheduleText.write(ScheduleMaker.of(9, 40)));

        assertThat(run("--schedule", file.toString(), "--check")).isZero();

        assertThat(data.toString()).containsPattern("simulated-seeds +1\\.0");
    }

    @Test
    void shouldRefuseNumbersOutOfRange() {
        assertThat(run("--seeds", "0")).isEqualTo(2);
        assertThat(run("--events", "0")).isEqualTo(2);
        assertThat(said()).contains("--seeds is 0; give 1 to 10000000").contains("--events is 0; give 1 to 10000");
    }

    @Test
    void shouldSayWhatIsWrongWhenAScheduleCannotBeRead() throws IOException {
        Path broken = directory.resolve("broken.schedule");
        Files.writeString(broken, "seed number=one\n", StandardCharsets.UTF_8);
        Path binary = directory.resolve("binary.schedule");
        Files.write(binary, new byte[] {(byte) 0xC3, 0x28});

        assertThat(run("--schedule", directory.resolve("none").toString())).isEqualTo(2);
        assertThat(run("--schedule", broken.toString())).isEqualTo(2);
        assertThat(run("--schedule", binary.toString())).isEqualTo(2);

        assertThat(said())
                .contains("none cannot be read; name a file that exists")
                .contains("broken.schedule cannot be replayed: line 1: number is 'one'; write a whole number")
                .contains("binary.schedule cannot be replayed:");
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "simulate",
                "joiner",
                "--output-dir",
                directory.resolve("schedules").toString()));
        arguments.addAll(List.of(options));
        return Thumbstream.run(new PrintWriter(data), new Screen(talk, false), arguments.toArray(String[]::new));
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }
}
