package io.thumbstream.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.Loaded;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thumbstream config print|check}: what would be used, and whether it is sound. */
@Command(name = "config", description = "Print or check the settings.", mixinStandardHelpOptions = true)
public final class ConfigCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before a verb runs
    private CommandSpec spec;

    /** Prints the effective settings as YAML, or every key with its origin. */
    @Command(description = "Print the effective settings.", mixinStandardHelpOptions = true)
    int print(
            @Mixin ConfigOptions options,
            @Option(names = "--origins", description = "One line per key with where its value came from.")
                    boolean origins)
            throws JsonProcessingException {
        Loaded<ThumbstreamSettings> loaded = options.load();
        PrintWriter out = spec.commandLine().getOut();
        if (origins) {
            loaded.origins().forEach((key, origin) -> out.println(key + "  # " + origin));
        } else {
            YAMLMapper yaml = new YAMLMapper(YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .build());
            out.print(yaml.writeValueAsString(loaded.effective()));
        }
        out.flush();
        return ExitCodes.OK;
    }

    /** Exits 0 when the settings are sound, 2 with every problem otherwise. */
    @Command(description = "Check the settings without starting anything.", mixinStandardHelpOptions = true)
    int check(@Mixin ConfigOptions options) {
        Loaded<ThumbstreamSettings> loaded = options.load();
        loaded.value().baseModel().check().ifPresent(model -> spec.commandLine()
                .getOut()
                .println("base model: " + model));
        loaded.value().gateway().warnings().forEach(warning -> spec.commandLine()
                .getErr()
                .println("warning: " + warning));
        spec.commandLine().getOut().println("settings are sound, sha256 " + loaded.hash());
        return ExitCodes.OK;
    }
}
