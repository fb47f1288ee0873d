package io.thumbstream.launcher.serve;

import io.thumbstream.launcher.command.ConfigOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thumbstream serve}: one part of the pipeline as a process of its own. */
@Command(
        name = "serve",
        description = {
            "Run one part as a process of its own, as in production, until it is asked to end.",
            "broker and registry are the embedded ones at embedded.broker-port and embedded.registry-port; the others reach"
                    + " theirs through kafka.bootstrap-servers and kafka.schema-registry-url.",
            "Parts on one machine share a data directory; the weights that the learner publishes are read from there."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream serve broker",
            "         thumbstream serve registry --set kafka.bootstrap-servers=127.0.0.1:9092",
            "             --set kafka.schema-registry-url=http://127.0.0.1:8081"
        })
public final class ServeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PART",
            description = "broker, registry, learner, generator, reward, gateway or drift, started in this order.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private ServedPart part;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--parent", paramLabel = "PID", hidden = true, description = "End when this process is gone.")
    private @Nullable Long parent;

    @Option(
            names = "--clock-ahead",
            paramLabel = "TIME",
            hidden = true,
            description = "How far the clock of the part's service goes ahead of the machine's: for checks.")
    private Duration clockAhead = Duration.ZERO;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        OptionalLong watched = parent == null ? OptionalLong.empty() : OptionalLong.of(parent);
        return new ServeRun(
                        config.load().value(),
                        part,
                        watched,
                        Clock.offset(Clock.systemUTC(), clockAhead),
                        spec.commandLine().getErr())
                .run();
    }
}
