package io.thumbstream.launcher.command;

import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a verb that reads topics: those of a running system, or those in the data directory of a stopped one. */
public final class TopicOptions {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = {"--bootstrap", "--bootstrap-servers"},
            paramLabel = "LIST",
            description = "Brokers of a running system, for example 127.0.0.1:9092; without it the topics in the data"
                    + " directory of a stopped one are opened.")
    private @Nullable String bootstrap;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Schema registry of that system (http://127.0.0.1:8081).")
    private String registry = "http://127.0.0.1:8081";

    /** Settings that say where the topics are. */
    public ThumbstreamSettings load() {
        return config.load(
                        bootstrap == null
                                ? List.of()
                                : List.of(
                                        "kafka.bootstrap-servers=" + bootstrap,
                                        "kafka.schema-registry-url=" + registry))
                .value();
    }
}
