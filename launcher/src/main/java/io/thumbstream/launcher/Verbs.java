package io.thumbstream.launcher;

import io.thumbstream.launcher.access.NewKeyCommand;
import io.thumbstream.launcher.bench.LogBenchCommand;
import io.thumbstream.launcher.bench.RollbackBenchCommand;
import io.thumbstream.launcher.bench.SoakBenchCommand;
import io.thumbstream.launcher.bench.ingest.IngestBenchCommand;
import io.thumbstream.launcher.bench.models.ModelBenchCommand;
import io.thumbstream.launcher.chaos.ChaosCommand;
import io.thumbstream.launcher.chaos.DegradeCommand;
import io.thumbstream.launcher.command.ConfigCommand;
import io.thumbstream.launcher.command.CreateTopicsCommand;
import io.thumbstream.launcher.command.PretrainCommand;
import io.thumbstream.launcher.command.UpCommand;
import io.thumbstream.launcher.command.VerbGroup;
import io.thumbstream.launcher.completeness.CompletenessCommand;
import io.thumbstream.launcher.compose.ComposeCommand;
import io.thumbstream.launcher.dlq.DlqListCommand;
import io.thumbstream.launcher.dlq.DlqReplayCommand;
import io.thumbstream.launcher.dlq.DlqShowCommand;
import io.thumbstream.launcher.doctor.DoctorCommand;
import io.thumbstream.launcher.erase.EraseCommand;
import io.thumbstream.launcher.experiment.LabRunCommand;
import io.thumbstream.launcher.firewall.QuarantineDecideCommand;
import io.thumbstream.launcher.firewall.QuarantineListCommand;
import io.thumbstream.launcher.lineage.LineageCommand;
import io.thumbstream.launcher.offline.OffPolicyCommand;
import io.thumbstream.launcher.rejoin.RejoinCommand;
import io.thumbstream.launcher.replay.ReplayCommand;
import io.thumbstream.launcher.rollback.RollbackCommand;
import io.thumbstream.launcher.serve.ServeCommand;
import io.thumbstream.launcher.simulate.SimulateJoinerCommand;
import io.thumbstream.launcher.technique.TechniquesListCommand;
import io.thumbstream.launcher.technique.TechniquesShowCommand;
import io.thumbstream.launcher.trial.TournamentCommand;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.launcher.up.StackStarter;
import io.thumbstream.launcher.votes.EvaluateRewardModelCommand;
import io.thumbstream.launcher.votes.ImportPairsCommand;
import io.thumbstream.launcher.votes.wire.TopicVoteOutcomes;
import io.thumbstream.launcher.whatif.WhatIfCommand;
import io.thumbstream.learner.trust.Decision;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The verbs of the {@code thumbstream} command in the order of its help; none is made before it is asked for. */
final class Verbs {
    private final Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();

    /** Verbs that talk to {@code screen}. */
    Verbs(Screen screen) {
        PrintWriter err = screen.writer();
        verbs.put("up", () -> new UpCommand(screen));
        verbs.put("serve", ServeCommand::new);
        verbs.put("topics", () -> group("Prepare brokers and registry.", new CreateTopicsCommand()));
        verbs.put(
                "import",
                () -> group(
                        "Send recorded votes through the pipeline.",
                        new ImportPairsCommand(
                                new StackStarter(UnaryOperator.identity(), err::println), TopicVoteOutcomes::new)));
        addMeasuring();
        addLookingAfter();
        verbs.put("pretrain", PretrainCommand::new);
        verbs.put("config", ConfigCommand::new);
        verbs.put("help", CommandLine.HelpCommand::new);
    }

    private void addMeasuring() {
        verbs.put(
                "evaluate",
                () -> group(
                        "Measure models on what was recorded.",
                        new EvaluateRewardModelCommand(),
                        new OffPolicyCommand()));
        verbs.put(
                "lab",
                () -> group(
                        "Run experiments on whole systems and on techniques.",
                        new LabRunCommand(),
                        new ComposeCommand(),
                        new TournamentCommand()));
        verbs.put(
                "bench",
                () -> group(
                        "Measure what parts of the system cost.",
                        new LogBenchCommand(),
                        new RollbackBenchCommand(),
                        new IngestBenchCommand(),
                        new ModelBenchCommand(),
                        new SoakBenchCommand()));
        verbs.put(
                "chaos",
                () -> group(
                        "Do harm to real processes and check what is left.", new ChaosCommand(), new DegradeCommand()));
        verbs.put("simulate", () -> group("Search for defects under a virtual clock.", new SimulateJoinerCommand()));
        verbs.put("feedback", () -> group("Look at what people said.", new CompletenessCommand()));
    }

    private void addLookingAfter() {
        verbs.put(
                "dlq",
                () -> group(
                        "Look at records that could not be processed, and send them again.",
                        new DlqListCommand(),
                        new DlqShowCommand(),
                        new DlqReplayCommand()));
        verbs.put(
                "techniques",
                () -> group(
                        "Say which techniques there are and what each one does.",
                        new TechniquesListCommand(),
                        new TechniquesShowCommand()));
        verbs.put(
                "quarantine",
                () -> group(
                        "Look at people whose votes weigh nothing, and decide about them.",
                        new QuarantineListCommand(),
                        QuarantineDecideCommand.verb(Decision.RELEASE),
                        QuarantineDecideCommand.verb(Decision.DISCARD),
                        QuarantineDecideCommand.verb(Decision.CLEAR)));
        verbs.put("keys", () -> group("Make API keys for callers of the gateway.", new NewKeyCommand()));
        verbs.put("replay", ReplayCommand::new);
        verbs.put("rejoin", RejoinCommand::new);
        verbs.put("lineage", LineageCommand::new);
        verbs.put("rollback", RollbackCommand::new);
        verbs.put("what-if", WhatIfCommand::new);
        verbs.put("erase", EraseCommand::new);
        verbs.put("doctor", DoctorCommand::new);
    }

    /** Names of all verbs. */
    Set<String> names() {
        return verbs.keySet();
    }

    /** The commands of {@code names}, made now, in the order of the help. */
    Map<String, Object> only(Set<String> names) {
        Map<String, Object> made = new LinkedHashMap<>();
        verbs.forEach((name, verb) -> {
            if (names.contains(name)) {
                made.put(name, verb.get());
            }
        });
        return made;
    }

    private static CommandLine group(String description, Object... verbs) {
        CommandLine group = new CommandLine(new VerbGroup());
        Stream.of(verbs).forEach(group::addSubcommand);
        group.getCommandSpec().usageMessage().description(description);
        return group;
    }
}
