package io.thumbstream.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the program, with a build that only notes that it ran. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StartScriptTest {
    private static final Path SCRIPT = Path.of("..", "thumbstream").toAbsolutePath();

    private final Path home;

    StartScriptTest(@TempDir Path home) throws IOException, InterruptedException {
        this.home = home;
        Files.copy(SCRIPT, home.resolve("thumbstream"));
        assertThat(new ProcessBuilder("mkfifo", gate().toString()).start().waitFor())
                .isZero();
        build("read go < gate; mkdir -p launcher/target; echo built >> builds");
    }

    @Test
    void shouldBuildOnceWhenTwoCommandsBeginAtOnce() throws Exception {
        Process first = start();
        try (BufferedReader told = first.errorReader()) {
            readUntil(told, "Building");
            Process second = start();
            try (BufferedReader waiting = second.errorReader()) {
                assertThat(readUntil(waiting, "Waiting")).contains("process " + first.pid());
                Files.writeString(gate(), "go\n");
                told.lines().forEach(line -> {});
                waiting.lines().forEach(line -> {});
            }
            second.waitFor();
        }
        first.waitFor();
        assertThat(Files.readAllLines(home.resolve("builds"))).isEqualTo(List.of("built"));
        assertThat(lock()).doesNotExist();
    }

    @Test
    void shouldBuildAfterABuildThatWasKilled() throws Exception {
        Process killed = new ProcessBuilder("true").start();
        killed.waitFor();
        Files.createDirectories(lock().getParent());
        Files.writeString(lock(), killed.pid() + "\n");
        build("mkdir -p launcher/target; echo built >> builds");
        finish(start());
        assertThat(home.resolve("builds")).exists();
    }

    @Test
    void shouldLetTheNextBuildAfterOneThatFailed() throws Exception {
        build("exit 1");
        assertThat(finish(start())).contains("the build failed");
        assertThat(lock()).doesNotExist();
    }

    private Path gate() {
        return home.resolve("gate");
    }

    private Path lock() {
        return home.resolve("target").resolve(".building");
    }

    private void build(String body) throws IOException {
        Path maven = home.resolve("mvnw");
        Files.writeString(maven, "#!/bin/sh\n" + body + "\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    /** Starts a command; once built it ends by itself, because there is no program. */
    private Process start() throws IOException {
        ProcessBuilder command = new ProcessBuilder(home.resolve("thumbstream").toString(), "config");
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String finish(Process process) throws IOException, InterruptedException {
        String told = String.join("\n", process.errorReader().lines().toList());
        process.waitFor();
        return told;
    }

    private static String readUntil(BufferedReader told, String beginning) throws IOException {
        String line = told.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = told.readLine();
        }
        return String.valueOf(line);
    }
}
