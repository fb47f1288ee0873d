package io.thumbstream.launcher.command;

import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.Interruption;
import io.thumbstream.launcher.up.Groundwork;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.schemas.IncompatibleSchemaException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream topics create}: what services find on brokers and registry of their own before they start. */
@Command(
        name = "create",
        description = {
            "Create the topics that are missing on the brokers of the settings, wait until every partition serves"
                    + " requests, and register the schemas.",
            "Waits for brokers and registry where they are not there yet. Topics that exist are left as they are."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream topics create --set kafka.bootstrap-servers=kafka:9092",
            "             --set kafka.schema-registry-url=http://registry:8081"
        })
public final class CreateTopicsCommand implements Callable<Integer> {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration END_WITHIN = Duration.ofSeconds(20);

    @Option(names = "--replication-factor", paramLabel = "N", description = "Replicas of topics that are created (3).")
    private short replicas = 3;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long to wait, for example 30s (2m).")
    private Duration timeout = Duration.ofMinutes(2);

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (replicas < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--replication-factor is " + replicas + "; give a number of at least 1");
        }
        ThumbstreamSettings settings = config.load().value();
        if (settings.isEmbedded()) {
            throw new ConfigException("topics are created on brokers of their own; name them with"
                    + " --set kafka.bootstrap-servers=HOST:PORT --set kafka.schema-registry-url=URL");
        }
        return createUntilThere(settings);
    }

    private int createUntilThere(ThumbstreamSettings settings) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Interruption interruption = Interruption.watch(END_WITHIN)) {
            do {
                try {
                    create(settings);
                    err.println("topics and schemas are there");
                    return ExitCodes.OK;
                } catch (IncompatibleSchemaException refused) {
                    throw refused; // waiting changes nothing
                } catch (TransientException | KafkaException e) {
                    if (System.nanoTime() - deadline > 0) {
                        throw e;
                    }
                    err.println("waits and tries again: " + e.getMessage());
                }
            } while (!interruption.await(RETRY));
            return ExitCodes.INTERRUPTED;
        }
    }

    private void create(ThumbstreamSettings settings) {
        Groundwork groundwork = new Groundwork(settings);
        groundwork.topics(settings.kafka().bootstrapServers(), replicas);
        groundwork.schemas(settings.kafka());
    }
}
