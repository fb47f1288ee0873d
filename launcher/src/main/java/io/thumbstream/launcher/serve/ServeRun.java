package io.thumbstream.launcher.serve;

import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.Interruption;
import io.thumbstream.launcher.up.DataDirectory;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.TransientException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;

/** One part from its start to the request to end; waits for brokers and registry where they are not there yet. */
final class ServeRun {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(40);

    private final ThumbstreamSettings settings;
    private final ServedPart part;
    private final OptionalLong parent;
    private final Clock clock;
    private final PrintWriter err;

    /**
     * A run that has not started.
     *
     * @param parent process whose end ends this one; empty for none
     * @param clock time of day of the part's service
     * @param err talk
     */
    ServeRun(ThumbstreamSettings settings, ServedPart part, OptionalLong parent, Clock clock, PrintWriter err) {
        this.settings = settings;
        this.part = part;
        this.parent = parent;
        this.clock = clock;
        this.err = err;
    }

    /** Runs until the process is asked to end; gives the exit code. */
    int run() throws InterruptedException {
        try (Interruption interruption = Interruption.watch(CLOSE_WITHIN);
                DataDirectory data = DataDirectory.openPart(Path.of(settings.dataDir()), part.key())) {
            PartStarter starter = new PartStarter(settings, data.path(), clock);
            do {
                try (Served served = starter.start(part)) {
                    return keep(served, interruption);
                } catch (TransientException | KafkaException e) {
                    say("waits and tries again: " + e.getMessage());
                }
            } while (!interruption.await(RETRY) && !orphaned());
            return ExitCodes.OK;
        }
    }

    private int keep(Served served, Interruption interruption) throws InterruptedException {
        boolean announced = false;
        while (!interruption.await(LOOK_EVERY) && !orphaned()) {
            if (!announced && served.ready().getAsBoolean()) {
                say("is ready " + served.where());
                announced = true;
            }
            if (!served.alive().getAsBoolean()) {
                say("ended by itself; the log says why");
                return ExitCodes.FAILED;
            }
        }
        return ExitCodes.OK;
    }

    private boolean orphaned() {
        return parent.isPresent() && ProcessHandle.of(parent.getAsLong()).isEmpty();
    }

    private void say(String what) {
        err.println(part.key() + " " + what);
        err.flush();
    }
}
