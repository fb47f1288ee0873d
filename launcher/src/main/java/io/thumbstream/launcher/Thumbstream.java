package io.thumbstream.launcher;

import io.thumbstream.launcher.command.ConfigCommand;
import io.thumbstream.launcher.command.DurationConverter;
import io.thumbstream.launcher.command.ExitCodes;
import io.thumbstream.launcher.command.PretrainCommand;
import io.thumbstream.launcher.command.UpCommand;
import io.thumbstream.launcher.command.VerbGroup;
import io.thumbstream.launcher.up.StackStarter;
import io.thumbstream.launcher.up.VersionFromBuild;
import io.thumbstream.launcher.votes.EvaluateRewardModelCommand;
import io.thumbstream.launcher.votes.ImportPairsCommand;
import io.thumbstream.launcher.votes.wire.TopicVoteOutcomes;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code thumbstream} command: one verb each for running, importing, evaluating and checking. */
@Command(
        name = "thumbstream",
        description = "Event-streaming online RL from human feedback: thumbs in, better policy out.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFromBuild.class,
        synopsisSubcommandLabel = "VERB",
        subcommands = {UpCommand.class, PretrainCommand.class, ConfigCommand.class, CommandLine.HelpCommand.class},
        footer = {"", "Example: thumbstream up --for 3m --report report", "Tests:   thumbstream test"})
public final class Thumbstream implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Name a verb; `thumbstream help` lists them.");
    }

    /** Runs one command line and returns its exit code (see {@link ExitCodes}). */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine(out, err).execute(arguments);
    }

    /** The command with all its verbs, talking to {@code out} and {@code err}. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine importing = new CommandLine(new VerbGroup())
                .addSubcommand(new ImportPairsCommand(
                        new StackStarter(UnaryOperator.identity(), err::println), TopicVoteOutcomes::new));
        importing.getCommandSpec().usageMessage().description("Send recorded votes through the pipeline.");
        CommandLine evaluating = new CommandLine(new VerbGroup()).addSubcommand(new EvaluateRewardModelCommand());
        evaluating.getCommandSpec().usageMessage().description("Measure a model on recorded votes.");
        return new CommandLine(new Thumbstream())
                .addSubcommand("import", importing)
                .addSubcommand("evaluate", evaluating)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, new DurationConverter())
                .setExecutionExceptionHandler(ExitCodes::report);
    }

    /** Process entry. */
    public static void main(String[] arguments) {
        int code = run(utf8(System.out), utf8(System.err), arguments);
        System.exit(code);
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
