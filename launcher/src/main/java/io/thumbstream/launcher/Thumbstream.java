package io.thumbstream.launcher;

import io.thumbstream.launcher.access.NewKeyCommand;
import io.thumbstream.launcher.bench.LogBenchCommand;
import io.thumbstream.launcher.bench.RollbackBenchCommand;
import io.thumbstream.launcher.chaos.ChaosCommand;
import io.thumbstream.launcher.command.ConfigCommand;
import io.thumbstream.launcher.command.DurationConverter;
import io.thumbstream.launcher.command.PretrainCommand;
import io.thumbstream.launcher.command.UpCommand;
import io.thumbstream.launcher.command.VerbGroup;
import io.thumbstream.launcher.completeness.CompletenessCommand;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.dlq.DlqListCommand;
import io.thumbstream.launcher.dlq.DlqReplayCommand;
import io.thumbstream.launcher.dlq.DlqShowCommand;
import io.thumbstream.launcher.doctor.DoctorCommand;
import io.thumbstream.launcher.erase.EraseCommand;
import io.thumbstream.launcher.experiment.LabRunCommand;
import io.thumbstream.launcher.firewall.QuarantineListCommand;
import io.thumbstream.launcher.lineage.LineageCommand;
import io.thumbstream.launcher.rejoin.RejoinCommand;
import io.thumbstream.launcher.replay.ReplayCommand;
import io.thumbstream.launcher.rollback.RollbackCommand;
import io.thumbstream.launcher.serve.ServeCommand;
import io.thumbstream.launcher.simulate.SimulateJoinerCommand;
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
import java.util.stream.Stream;
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
        CommandLine all = new CommandLine(new Thumbstream())
                .addSubcommand(new UpCommand(screen))
                .addSubcommand(new ServeCommand())
                .addSubcommand(
                        "import",
                        group(
                                "Send recorded votes through the pipeline.",
                                new ImportPairsCommand(
                                        new StackStarter(UnaryOperator.identity(), err::println),
                                        TopicVoteOutcomes::new)));
        addMeasuring(all);
        addLookingAfter(all);
        return all.addSubcommand(new PretrainCommand())
                .addSubcommand(new ConfigCommand())
                .addSubcommand(new CommandLine.HelpCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, new DurationConverter())
                .setExecutionExceptionHandler(ExitCodes::report);
    }

    private static void addMeasuring(CommandLine all) {
        CommandLine unused = all.addSubcommand(
                        "evaluate", group("Measure a model on recorded votes.", new EvaluateRewardModelCommand()))
                .addSubcommand("lab", group("Run experiments on whole systems.", new LabRunCommand()))
                .addSubcommand(
                        "bench",
                        group(
                                "Measure what parts of the system cost.",
                                new LogBenchCommand(),
                                new RollbackBenchCommand()))
                .addSubcommand(
                        "chaos", group("Kill and freeze real processes and check what is left.", new ChaosCommand()))
                .addSubcommand(
                        "simulate", group("Search for defects under a virtual clock.", new SimulateJoinerCommand()))
                .addSubcommand("feedback", group("Look at what people said.", new CompletenessCommand()));
    }

    private static void addLookingAfter(CommandLine all) {
        CommandLine unused = all.addSubcommand(
                        "dlq",
                        group(
                                "Look at records that could not be processed, and send them again.",
                                new DlqListCommand(),
                                new DlqShowCommand(),
                                new DlqReplayCommand()))
                .addSubcommand(
                        "quarantine",
                        group("Look at people whose votes weigh nothing.", new QuarantineListCommand()))
                .addSubcommand("keys", group("Make API keys for callers of the gateway.", new NewKeyCommand()))
                .addSubcommand(new ReplayCommand())
                .addSubcommand(new RejoinCommand())
                .addSubcommand(new LineageCommand())
                .addSubcommand(new RollbackCommand())
                .addSubcommand(new WhatIfCommand())
                .addSubcommand(new EraseCommand())
                .addSubcommand(new DoctorCommand());
    }

    private static CommandLine group(String description, Object... verbs) {
        CommandLine group = new CommandLine(new VerbGroup());
        Stream.of(verbs).forEach(group::addSubcommand);
        group.getCommandSpec().usageMessage().description(description);
        return group;
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
