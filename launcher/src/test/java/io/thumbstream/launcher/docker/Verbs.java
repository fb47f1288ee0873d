package io.thumbstream.launcher.docker;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command line as a container is given it, parsed but not run. */
final class Verbs {
    private Verbs() {}

    /**
     * The verb with its options.
     *
     * @throws CommandLine.ParameterException when there is no such verb, option or value
     */
    static ParseResult parse(List<String> arguments) {
        CommandLine all = Thumbstream.commandLine(
                new PrintWriter(new StringWriter()), new Screen(new ByteArrayOutputStream(), false));
        ParseResult parsed = all.parseArgs(arguments.toArray(String[]::new));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        return parsed;
    }

    /**
     * The settings that the verb would use, read as strictly as at a start.
     *
     * @throws io.thumbstream.runtime.error.ConfigException naming every problem
     */
    static ThumbstreamSettings settings(List<String> arguments, Map<String, String> environment) {
        CommandSpec mixin = parse(arguments).commandSpec().mixins().get("config");
        ConfigOptions options = (ConfigOptions)
                Objects.requireNonNull(mixin, "a verb without settings").userObject();
        return options.load(ThumbstreamSettings.defaults(), environment).value();
    }
}
