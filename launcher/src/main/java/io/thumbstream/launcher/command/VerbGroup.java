package io.thumbstream.launcher.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that only holds others, such as {@code import} and {@code evaluate}. */
@Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "WHAT")
public final class VerbGroup implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Name what to " + spec.name() + ": "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
