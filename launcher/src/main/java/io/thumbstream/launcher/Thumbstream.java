package io.thumbstream.launcher;

import io.thumbstream.launcher.access.NewKeyCommand;
import io.thumbstream.launcher.bench.LogBenchCommand;
import io.thumbstream.launcher.chaos.ChaosCommand;
import io.thumbstream.launcher.command.ConfigCommand;
import io.thumbstream.launcher.command.DurationConverter;
import io.thumbstream.launcher.command.PretrainCommand;
import io.thumbstream.launcher.command.UpCommand;
import io.thumbstream.launcher.command.VerbGroup;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.doctor.DoctorCommand;
import io.thumbstream.launcher.erase.EraseCommand;
import io.thumbstream.launcher.experiment.LabRunCommand;
import io.thumbstream.launcher.lineage.LineageCommand;
import io.thumbstream.launcher.replay.ReplayCommand;
import io.thumbstream.launcher.rollback.RollbackCommand;
import io.thumbstream.launcher.serve.ServeCommand;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.launcher.up.StackStarter;
import io.thumbstream.launcher.up.VersionFromBuild;
import io.thumbstream.launcher.votes.EvaluateRewardModelCommand;
import io.thumbstream.launcher.votes.ImportPairsCommand;
import io.thumbstream.launcher.votes.wire.TopicVoteOutcomes;
import io.thumbstream.launcher.whatif.WhatIfCommand;
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
        footer = {"", "Example: thumbstream up --for 3m --report report", "Tests:   thumbstream test"})
public final class Thumbstream implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Name a verb; `thumbstream help` lists them.");
    }

    /**
     * Runs one command line.
     *
     * @param out data
     * @param screen talk
     * @return the exit code, see {@link ExitCodes}
     */
    public static int run(PrintWriter out, Screen screen, String... arguments) {
        return commandLine(out, screen).execute(arguments);
    }

    /** The command with all its verbs, writing data to {@code out} and talk to {@code screen}. */
    public static CommandLine commandLine(PrintWriter out, Screen screen) {
        PrintWriter err = screen.writer();
        CommandLine importing = new CommandLine(new VerbGroup())
                .addSubcommand(new ImportPairsCommand(
                        new StackStarter(UnaryOperator.identity(), err::println), TopicVoteOutcomes::new));
        importing.getCommandSpec().usageMessage().description("Send recorded votes through the pipeline.");
        CommandLine evaluating = new CommandLine(new VerbGroup()).addSubcommand(new EvaluateRewardModelCommand());
        evaluating.getCommandSpec().usageMessage().description("Measure a model on recorded votes.");
        CommandLine lab = new CommandLine(new VerbGroup()).addSubcommand(new LabRunCommand());
        lab.getCommandSpec().usageMessage().description("Run experiments on whole systems.");
        CommandLine bench = new CommandLine(new VerbGroup()).addSubcommand(new LogBenchCommand());
        bench.getCommandSpec().usageMessage().description("Measure what parts of the system cost.");
        CommandLine chaos = new CommandLine(new VerbGroup()).addSubcommand(new ChaosCommand());
        chaos.getCommandSpec().usageMessage().description("Kill and freeze real processes and check what is left.");
        CommandLine keys = new CommandLine(new VerbGroup()).addSubcommand(new NewKeyCommand());
        keys.getCommandSpec().usageMessage().description("Make API keys for callers of the gateway.");
        return new CommandLine(new Thumbstream())
                .addSubcommand(new UpCommand(screen))
                .addSubcommand(new ServeCommand())
                .addSubcommand("import", importing)
                .addSubcommand("evaluate", evaluating)
                .addSubcommand("lab", lab)
                .addSubcommand("bench", bench)
                .addSubcommand("chaos", chaos)
                .addSubcommand("keys", keys)
                .addSubcommand(new ReplayCommand())
                .addSubcommand(new LineageCommand())
                .addSubcommand(new RollbackCommand())
                .addSubcommand(new WhatIfCommand())
                .addSubcommand(new EraseCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new PretrainCommand())
                .addSubcommand(new ConfigCommand())
                .addSubcommand(new CommandLine.HelpCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, new DurationConverter())
                .setExecutionExceptionHandler(ExitCodes::report);
    }

    /** Process entry. */
    public static void main(String[] arguments) {
        Screen screen = new Screen(System.err, isTerminal());
        System.setErr(screen.stream());
        int code = run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), screen, arguments);
        System.exit(code);
    }

    /** The start script knows whether standard error is a terminal; Java only knows whether all streams are. */
    private static boolean isTerminal() {
        boolean guess = System.console() != null;
        return Boolean.parseBoolean(System.getProperty("thumbstream.terminal", Boolean.toString(guess)))
                && System.getenv("NO_COLOR") == null;
    }
}
