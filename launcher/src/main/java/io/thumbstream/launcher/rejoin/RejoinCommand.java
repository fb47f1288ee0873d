package io.thumbstream.launcher.rejoin;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.rejoin.wire.Comparison;
import io.thumbstream.launcher.rejoin.wire.RecordedJoins;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.reward.RewardRejoin;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream rejoin}: labels and experience once more, from what arrived in another order. */
@Command(
        name = "rejoin",
        description = {
            "Compute labels and experience of a run once more from its rollouts and feedback and compare all of them.",
            "Records arrive in shuffled orders that the lateness bound allows; nothing may depend on them.",
            "After a run in which parts died use --settled, because records that came too late made other revisions.",
            "Give the settings that the run had. The topics are only read."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream rejoin --data-dir data --shuffles 5 --check"})
public final class RejoinCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 10;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--shuffles", paramLabel = "N", description = "Arrival orders that are tried (3).")
    private int shuffles = 3;

    @Option(
            names = "--settled",
            description = "Compare only the newest revision of every label and group: for a run with faults.")
    private boolean settled;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (shuffles < 1) {
            throw new ParameterException(spec.commandLine(), "--shuffles is " + shuffles + "; give at least 1");
        }
        ThumbstreamSettings settings = config.load().value();
        RewardRejoin joins = new RewardRejoin(settings.reward());
        long differences = 0;
        Comparison last;
        try (TopicStore topics = TopicStore.open(settings, this::say);
                Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            say("reading the topics");
            RecordedJoins recorded = new RecordedJoins(topics.kafka(), joins);
            progress.phase("arrival orders", shuffles);
            int done = 0;
            do {
                long order = settings.seed() + done;
                last = settled ? recorded.settled(order) : recorded.compare(order);
                differences += last.differences().size();
                last.differences().stream().limit(MOST_SHOWN).forEach(this::say);
                done++;
                progress.done(done);
            } while (done < shuffles);
        }
        return printing.print(
                new Figures(figures(last, differences)), spec.commandLine().getOut());
    }

    private List<Figure> figures(Comparison last, long differences) {
        return List.of(
                Figure.of("rejoin-arrival-orders", shuffles, "orders"),
                Figure.of("rejoin-labels", last.labels(), "records"),
                Figure.of("rejoin-experience", last.experience(), "records"),
                new Figure("rejoin-differences", differences, "records", Demand.exactly(0)),
                Figure.of("rejoin-not-yet-due", last.ahead(), "records"),
                Figure.of("rejoin-inputs-of-erased-people", last.erased(), "records"),
                Figure.of("rejoin-inputs-unreadable", last.poison(), "records"));
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
