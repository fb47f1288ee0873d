package io.thumbstream.launcher.chaos;

import io.thumbstream.launcher.serve.ServedPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One part as a child process that is started again and again. One thread owns it. */
public final class Child {
    private static final String SETTINGS = "THUMBSTREAM_";
    private static final String LOG_LEVEL = "THUMBSTREAM_LOG";
    private static final Duration SIGNAL_WITHIN = Duration.ofSeconds(5);

    private final ServedPart part;
    private final List<String> command;
    private final Path log;
    private final Deque<Errand> errands = new ArrayDeque<>();
    private Optional<Process> process = Optional.empty();
    private boolean wanted;

    /**
     * Work of another process that takes the part's place, whatever is done to it, until the work is done.
     *
     * @param command command line of that process
     * @param done whether its work is done, which may be asked at any time
     */
    record Errand(List<String> command, BooleanSupplier done) {
        Errand {
            command = List.copyOf(command);
        }
    }

    /**
     * A part that is not started.
     *
     * @param log file that all its processes write to
     */
    public Child(ServedPart part, List<String> command, Path log) {
        this.part = part;
        this.command = command;
        this.log = log;
    }

    ServedPart part() {
        return part;
    }

    Path log() {
        return log;
    }

    /** Starts a process; one that is still ending is waited for, and killed after {@code patience}. */
    public void start(Duration patience) throws InterruptedException {
        awaitEnd(patience);
        while (errandDone()) {
            Errand unused = errands.remove();
        }
        process = Optional.of(
                process(errands.isEmpty() ? command : errands.element().command(), log));
        wanted = true;
    }

    /** Starts a process of this program that writes to the end of {@code log}. */
    static Process process(List<String> command, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // everything is in the file of settings, where a variable must not reach over it
        builder.environment().keySet().removeIf(name -> name.startsWith(SETTINGS) && !name.equals(LOG_LEVEL));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    command + " cannot be started (" + e.getMessage() + "); check " + command.get(0), e);
        }
    }

    /** Ends the part and lets {@code errand} take its place, after those that were given before. */
    void send(Errand errand, Duration patience) throws InterruptedException {
        errands.add(errand);
        if (errands.size() == 1) {
            end();
            start(patience);
        }
    }

    /** Whether the process that stands in for the part has done its work. */
    boolean errandDone() {
        return !errands.isEmpty() && errands.element().done().getAsBoolean();
    }

    /** Kills without warning, and returns when the process is gone. */
    public void kill() throws InterruptedException {
        wanted = false;
        if (process.isPresent()) {
            int unused = process.get().destroyForcibly().waitFor();
        }
    }

    /** Asks the process to end. */
    public void end() {
        wanted = false;
        process.ifPresent(Process::destroy);
    }

    /** Lets the process stand still. */
    void freeze() throws InterruptedException {
        signal("STOP");
    }

    /** Lets the process go on. */
    void thaw() throws InterruptedException {
        signal("CONT");
    }

    /** Waits until the process has ended by itself, and kills it after {@code patience}. */
    public void awaitEnd(Duration patience) throws InterruptedException {
        if (process.isPresent() && !process.get().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            int unused = process.get().destroyForcibly().waitFor();
        }
    }

    /** Whether it should run and does not: it ended by itself. */
    boolean missing() {
        return wanted && process.map(running -> !running.isAlive()).orElse(true);
    }

    /** Whether there is a process now. */
    boolean runs() {
        return process.map(Process::isAlive).orElse(false);
    }

    /**
     * Lets the process write nothing behind the first {@code bytes} of any file, as if its disk were full; the next process may write
     * again. When it ends of that it is not {@link #missing}.
     *
     * @return why this machine cannot do that; empty when it is done
     */
    Optional<String> confine(long bytes) throws InterruptedException {
        if (!runs()) {
            return Optional.of("the " + part.key() + " does not run; see " + log);
        }
        List<String> line = List.of("prlimit", "--pid", Long.toString(pid()), "--fsize=" + bytes);
        try {
            if (run(line) != 0) {
                return Optional.of("'" + String.join(" ", line) + "' failed; " + log + " says why");
            }
            wanted = false;
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("prlimit cannot be run (" + e.getMessage() + "); install util-linux");
        }
    }

    private void signal(String name) throws InterruptedException {
        if (!runs()) {
            return;
        }
        String line = "kill -" + name + " " + pid();
        try {
            int unused = run(List.of("sh", "-c", line));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "'" + line + "' cannot be run (" + e.getMessage() + "); freezing needs a POSIX shell", e);
        }
    }

    private long pid() {
        return process.orElseThrow().pid();
    }

    /** Runs a short command that talks to the log, and gives its exit code. */
    private int run(List<String> line) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!tool.waitFor(SIGNAL_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("'" + String.join(" ", line) + "' did not end; the machine is overloaded");
        }
        return tool.exitValue();
    }
}
