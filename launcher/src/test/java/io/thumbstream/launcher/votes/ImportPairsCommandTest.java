package io.thumbstream.launcher.votes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before a system is started. */
class ImportPairsCommandTest {
    private final StringWriter said = new StringWriter();
    private final Path folder;

    ImportPairsCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldNameTheFileAndStartNothingWhenItIsNotThere() throws IOException {
        Path there = Files.writeString(folder.resolve("there.jsonl"), "");
        Path missing = folder.resolve("missing.jsonl");

        assertThat(run(there, missing)).isNotZero();
        assertThat(run(missing, there)).isNotZero();
        assertThat(run(there, folder)).isNotZero();

        assertThat(said.toString().lines())
                .containsExactly(
                        "There is no file " + missing + "; check the path",
                        "There is no file " + missing + "; check the path",
                        "There is no file " + folder + "; check the path");
    }

    private int run(Path responses, Path votes) {
        ImportPairsCommand command = new ImportPairsCommand(
                (dataDir, seed) -> {
                    throw new AssertionError("a system was started");
                },
                kafka -> {
                    throw new AssertionError("topics were read");
                });
        return new CommandLine(command)
                .setErr(new PrintWriter(said, true))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(
                        "--responses", responses.toString(),
                        "--votes", votes.toString(),
                        "--data-dir", folder.resolve("data").toString());
    }
}
