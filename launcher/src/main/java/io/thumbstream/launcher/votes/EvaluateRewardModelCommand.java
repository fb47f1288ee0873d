package io.thumbstream.launcher.votes;

import io.thumbstream.lab.evaluate.JudgedPair;
import io.thumbstream.lab.evaluate.PairSlices;
import io.thumbstream.lab.evaluate.ShiftGrid;
import io.thumbstream.lab.prequential.PrequentialReport;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Table;
import io.thumbstream.learner.reward.RewardCoreSettings;
import io.thumbstream.model.reward.NgramTrunkSettings;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream evaluate reward-model}: how often a reward model agrees with pairs whose winner is agreed. */
@Command(
        name = "reward-model",
        description = "Compare a reward model with pairs that have an agreed winner.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream evaluate reward-model --responses arguments.jsonl.gz --pairs gold_pairs.jsonl.gz",
            "         add --leave-one-out --votes votes.jsonl.gz to train on all other debates for each debate"
        })
public final class EvaluateRewardModelCommand implements Callable<Integer> {
    private static final double DEMANDED = 0.785;

    @Option(
            names = "--responses",
            required = true,
            paramLabel = "FILE",
            description = "Arguments, JSON lines, may be gzipped.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path responses;

    @Option(names = "--pairs", required = true, paramLabel = "FILE", description = "Pairs with an agreed winner.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path pairs;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Reward model (the newest one under the data directory).")
    private @Nullable Path model;

    @Option(
            names = "--leave-one-out",
            description = "Train on the votes of all other debates, for each debate in turn.")
    private boolean leaveOneOut;

    @Option(
            names = "--votes",
            paramLabel = "FILE",
            description = {
                "Votes: to train on for --leave-one-out, which needs them;",
                "else those that the model learned, for its accuracy by what of a pair is new to it."
            })
    private @Nullable Path votes;

    @Option(
            names = "--slices",
            description = "Also by relative length, preferred answer, length of the prompt and position.")
    private boolean slices;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where models live (./data).")
    private Path dataDir = Path.of("data");

    @Option(names = "--seed", paramLabel = "N", description = "Root of all randomness.")
    private long seed = 1;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    private final VoteFiles files = new VoteFiles();

    @Override
    public Integer call() throws IOException {
        LineReader.requireFile(pairs);
        Rejections rejections = new Rejections();
        Map<Argument.Key, Argument> arguments = files.arguments(responses, rejections);
        List<Vote> gold = files.pairs(pairs, arguments, rejections);
        if (gold.isEmpty()) {
            throw new IOException(pairs + " holds no pair about the arguments of " + responses
                    + "; both files must be about the same debates");
        }
        List<ScoredPair> scored = leaveOneOut ? leaveOneOut(arguments, gold, rejections) : withModel(arguments, gold);
        List<Figure> more = new ArrayList<>();
        if (votes != null && !leaveOneOut) {
            LearnedFrom learned = LearnedFrom.of(files.votes(votes, arguments, rejections), arguments);
            more.addAll(ShiftGrid.of(learned.cells(scored, arguments)).figures());
        }
        rejections.byReason().forEach((reason, one) -> spec.commandLine()
                .getErr()
                .println("passed over " + one.count() + " lines: " + reason + " (first: " + one.first() + ")"));
        return report(scored, more);
    }

    private List<ScoredPair> withModel(Map<Argument.Key, Argument> arguments, List<Vote> gold) throws IOException {
        Path directory = model == null ? newest() : model;
        spec.commandLine().getErr().println("reward model " + directory);
        try (RewardTrunk trunk = RewardModelFiles.load(directory)) {
            return ScoredPair.of(trunk, gold, arguments);
        }
    }

    private Path newest() throws IOException {
        Path models = dataDir.resolve("models");
        if (Files.isDirectory(models)) {
            try (Stream<Path> found = Files.find(models, 3, EvaluateRewardModelCommand::describesReward)) {
                Optional<Path> last =
                        found.max(Comparator.comparing(Path::toString)).map(Path::getParent);
                if (last.isPresent()) {
                    return last.get();
                }
            }
        }
        throw new IOException("There is no reward model under " + models
                + "; run `thumbstream import pairs` first, or name one with --model");
    }

    private static boolean describesReward(Path path, BasicFileAttributes attributes) {
        return attributes.isRegularFile() && path.endsWith(RewardModelFiles.DESCRIPTION);
    }

    private List<ScoredPair> leaveOneOut(Map<Argument.Key, Argument> arguments, List<Vote> gold, Rejections rejections)
            throws IOException {
        if (votes == null) {
            throw new ParameterException(spec.commandLine(), "--leave-one-out needs --votes FILE");
        }
        List<Vote> all = files.votes(votes, arguments, rejections);
        List<ScoredPair> scored = new ArrayList<>();
        for (String debate : new TreeSet<>(gold.stream().map(Vote::debate).toList())) {
            List<Vote> others =
                    all.stream().filter(vote -> !vote.debate().equals(debate)).toList();
            List<Vote> own =
                    gold.stream().filter(pair -> pair.debate().equals(debate)).toList();
            try (OnePass trained = new OnePass(RewardCoreSettings.recorded(), NgramTrunkSettings.recorded(), seed)) {
                scored.addAll(ScoredPair.of(trained.learn(others, arguments), own, arguments));
            }
        }
        try (OnePass whole = new OnePass(RewardCoreSettings.recorded(), NgramTrunkSettings.recorded(), seed)) {
            PrequentialReport once =
                    PrequentialReport.of(whole.learn(all, arguments).predictions());
            spec.commandLine()
                    .getErr()
                    .printf(
                            Locale.ROOT,
                            "one pass over all %d votes: accuracy %.4f, log loss %.4f on %d that are no tie%n",
                            once.votes(),
                            once.all().accuracy(),
                            once.all().logLoss(),
                            once.all().count());
        }
        return scored;
    }

    private int report(List<ScoredPair> scored, List<Figure> more) {
        Demand demand = leaveOneOut ? Demand.atLeast(DEMANDED) : Demand.NONE;
        PrintWriter out = spec.commandLine().getOut();
        new TreeMap<>(GoldAgreement.of(scored, JudgedPair::hit).byDebate())
                .forEach((debate, part) ->
                        out.printf(Locale.ROOT, "%.4f of %5d pairs  %s%n", part.share(), part.pairs(), debate));
        List<Figure> figures = new ArrayList<>(AgreementFigures.of(scored, demand));
        if (slices) {
            List<PairSlices.Slice> cut =
                    PairSlices.of(scored.stream().map(ScoredPair::judged).toList());
            if (printing.json()) {
                figures.addAll(PairSlices.figures(cut));
            } else {
                print(cut, out);
            }
        }
        figures.addAll(more);
        return printing.print(new Figures(figures), out);
    }

    private static void print(List<PairSlices.Slice> cut, PrintWriter out) {
        Table table = new Table("BY", "SLICE", "PAIRS", "ACCURACY", "LOW", "HIGH", "LONGER WINS");
        for (PairSlices.Slice slice : cut) {
            Interval accuracy = slice.accuracy();
            table.add(
                    slice.by(),
                    slice.name(),
                    accuracy.count(),
                    share(accuracy.mean()),
                    share(accuracy.low()),
                    share(accuracy.high()),
                    share(slice.longerWins()));
        }
        table.print(out);
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
