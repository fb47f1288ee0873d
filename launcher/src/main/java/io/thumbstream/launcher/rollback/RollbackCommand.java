package io.thumbstream.launcher.rollback;

import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.learner.wire.KafkaRollback;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream rollback}: serves an older version of the policy or the reward model, and takes that back. */
@Command(
        name = "rollback",
        description = {
            "Serve an older version, or take that back. Both are recorded in the version topic.",
            "While a rollback is in force the learner goes on learning and publishes nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A running system follows; name its brokers and registry:",
            "Example: thumbstream rollback --to 12 --set kafka.bootstrap-servers=127.0.0.1:9092",
            "             --set kafka.schema-registry-url=http://127.0.0.1:8081"
        })
public final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--to", paramLabel = "V", description = "Serve this older version.")
    private @Nullable Long version;

    @Option(names = "--forward", description = "Serve the version again that was gone back from.")
    private boolean forward;

    @Option(names = "--reward-model", description = "Of the reward model instead of the policy.")
    private boolean rewardModel;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        if ((version == null) != forward) {
            throw new ParameterException(spec.commandLine(), "give --to V or --forward");
        }
        ThumbstreamSettings settings = config.load().value();
        PrintWriter err = spec.commandLine().getErr();
        try (TopicStore topics = TopicStore.open(settings, err::println);
                KafkaRollback rollback = open(topics.kafka(), settings.gateway().modelName())) {
            KafkaRollback.Served served = version == null ? rollback.forward() : rollback.back(version);
            PrintWriter out = spec.commandLine().getOut();
            out.println("version " + served.version() + " is served"
                    + served.rolledBackFrom()
                            .map(from -> "; it was gone back to from " + from)
                            .orElse(""));
            out.flush();
            return ExitCodes.OK;
        }
    }

    private KafkaRollback open(KafkaSettings kafka, String model) {
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        return rewardModel
                ? new KafkaRollback(kafka, serdes, Topics.REWARD_VERSIONS, "reward/" + model, Clock.systemUTC())
                : new KafkaRollback(kafka, serdes, Topics.POLICY_VERSIONS, "policy/" + model, Clock.systemUTC());
    }
}
