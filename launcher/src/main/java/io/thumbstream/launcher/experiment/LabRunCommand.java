package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.RunReport;
import io.thumbstream.lab.users.UserSettings;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.experiment.delay.DelayedFeedbackRun;
import io.thumbstream.launcher.result.Outputs;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.result.ResultStore;
import io.thumbstream.launcher.up.BaseModel;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.VersionFromBuild;
import io.thumbstream.runtime.config.Loaded;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thumbstream lab run}: an experiment, seed after seed, with its figures. */
@Command(
        name = "run",
        description = {
            "Run an experiment, seed after seed, and report its figures.",
            "default: people vote on a fresh system, then their wishes turn over; arms with a frozen policy and a frozen"
                    + " reward model are measured beside it. Takes over twenty minutes a seed on two cores.",
            "delayed-feedback: known rates learned from feedback that comes late or from few, with each label correction and"
                    + " without. Starts nothing; takes seconds.",
            "firewall: votes with and without hostile accounts, and with and without a minority of another taste, through the reward"
                    + " learner with and without the feedback firewall; no system is started. Takes minutes.",
            "A claim about techniques (docs/trials.md): arms that differ in settings on a small bed whose truth is known; no system"
                    + " is started. Ends with reproduced, not reproduced or inconclusive. Minutes a seed; --votes has no meaning.",
            "A claim about reward models alone (docs/reward-trials.md), which learn drawn judgements; no policy learns."
                    + " Seconds to a minute a seed; --votes has no meaning.",
            "An ID that there is not prints those that there are."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Seeds of default that are done are kept below DIR/lab and not run again; results depend on settings and build.",
            "Example: thumbstream lab run default --seeds 5 --output json",
            "         thumbstream lab run --wave 1 --seeds 5",
            "         thumbstream lab run --all --only reward-trials --seeds 5 --page docs/results"
        })
public final class LabRunCommand implements Callable<Integer> {
    private static final String DEFAULT = "default";
    private static final String FIREWALL = "firewall";

    /** Questions per second, and share of answers voted on: more than in life, so that 3,000 votes fit into minutes. */
    private static final double QUESTIONS_PER_SECOND = 13;

    private static final double VOTE_RATE = 0.7;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Experiment: one of these, or --all, --wave.")
    private @Nullable String experiment;

    @Option(
            names = "--all",
            description = "Every claim about techniques and reward models, one after the other, and a table.")
    private boolean all;

    @Option(
            names = "--wave",
            paramLabel = "N",
            description = "As --all, those about techniques of this wave of the catalogue (docs/wave-1.md).")
    private @Nullable Integer wave;

    @Option(
            names = "--only",
            paramLabel = "KIND",
            description = "With --all or --wave: trials (of policies) or reward-trials (of reward models) alone.")
    private @Nullable String only;

    @Option(names = "--seeds", paramLabel = "N", description = "Number of seeds (1).")
    private int seeds = 1;

    @Option(names = "--seeds-from", paramLabel = "K", description = "First seed (--seed, else 1).")
    private @Nullable Long seedsFrom;

    @Option(
            names = "--votes",
            paramLabel = "N",
            description = "Accepted votes before and after the change, or honest votes of an arm (3000).")
    private long votes = 3000;

    @Option(names = "--report", paramLabel = "DIR", description = "Write report.json, curves and a page there.")
    private @Nullable Path report;

    @Option(
            names = "--page",
            paramLabel = "DIR",
            description = {
                "Write or replace there the page ID.md of a claim, its figures and curve, and its entry in experiments.json."
            })
    private @Nullable Path page;

    @Option(names = "--keep", description = "Keep the data directories of the seeds.")
    private boolean keep;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seeds < 1 || votes < 1) {
            throw usage("--seeds is " + seeds + " and --votes " + votes + "; give at least 1 of each");
        }
        if (experiment == null) {
            return everyTrial();
        }
        String id = experiment;
        requireWhole(id);
        if (id.equals(DelayedFeedbackRun.ID)) {
            return DelayedFeedbackRun.run(wanted(), printing, spec.commandLine().getOut());
        }
        Loaded<ThumbstreamSettings> loaded = config.load(defaults());
        Optional<AllTrials.Shipped> claim = AllTrials.find(id);
        return claim.isPresent() ? judged(claim.get(), lab(loaded)) : measured(id, loaded);
    }

    private int judged(AllTrials.Shipped trial, Path home) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Result result;
        try (Progress progress = BarProgress.on(err)) {
            result = trial.runner().run(trial.id(), wanted(), home, progress);
        }
        return outputs().tell(result, printing, spec.commandLine().getOut(), err);
    }

    /** An experiment of its own. */
    private int measured(String id, Loaded<ThumbstreamSettings> loaded) throws IOException, InterruptedException {
        Figures figures;
        List<Curve> curves = List.of();
        if (id.equals(FIREWALL)) {
            figures = FirewallRun.run(
                            loaded.value().learner().reward(),
                            wanted(),
                            votes,
                            spec.commandLine().getErr())
                    .figures();
        } else {
            DriftReport results = run(loaded);
            figures = results.figures();
            curves = results.curves();
        }
        if (report != null) {
            new RunReport("Experiment " + id, facts(loaded), figures, curves).writeTo(report);
        }
        return printing.print(figures, spec.commandLine().getOut());
    }

    /** Refuses what cannot be meant with one experiment. */
    private void requireWhole(String id) {
        if (all || wave != null) {
            throw usage("ID is '" + id + "' and " + (all ? "--all" : "--wave") + " is given; give one of them");
        }
        if (only != null) {
            throw usage("--only chooses among --all; leave it out for one experiment");
        }
        if (!known().contains(id)) {
            throw usage("experiment '" + id + "' is not known; there are: " + String.join(", ", known()));
        }
        if (page != null && AllTrials.find(id).isEmpty()) {
            throw usage("--page is for claims about techniques and reward models, and " + id + " is none");
        }
    }

    private int everyTrial() throws IOException {
        if (all == (wave != null)) {
            throw usage((all ? "both --all and --wave are" : "neither ID nor --all is") + " given; give one of them");
        }
        if (only != null && !only.equals(AllTrials.TRIALS) && !only.equals(AllTrials.REWARD_TRIALS)) {
            throw usage("--only is '" + only + "'; give " + AllTrials.TRIALS + " or " + AllTrials.REWARD_TRIALS);
        }
        if (report != null) {
            throw usage("--report is for one experiment; with --all give --page");
        }
        List<AllTrials.Shipped> trials = AllTrials.ofWave(Optional.ofNullable(wave), Optional.ofNullable(only));
        if (trials.isEmpty()) {
            throw usage("no experiment belongs to wave " + wave + "; --wave 1 has some");
        }
        return new AllTrials(trials, Clock.systemUTC())
                .run(
                        wanted(),
                        lab(config.load(defaults())),
                        outputs(),
                        printing,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr());
    }

    private Outputs outputs() {
        return new Outputs(Optional.ofNullable(report), Optional.ofNullable(page));
    }

    private static List<String> known() {
        return Stream.concat(
                        Stream.of(DEFAULT, DelayedFeedbackRun.ID, FIREWALL),
                        AllTrials.shipped(Optional.empty()).stream().map(AllTrials.Shipped::id))
                .toList();
    }

    private static Path lab(Loaded<ThumbstreamSettings> loaded) {
        return Path.of(loaded.value().dataDir()).resolve("lab");
    }

    private static ThumbstreamSettings defaults() {
        ThumbstreamSettings base = ThumbstreamSettings.defaults();
        UserSettings people = base.users();
        return base.withUsers(
                people.withHabits(QUESTIONS_PER_SECOND, people.habits().withVoteRate(VOTE_RATE)));
    }

    private DriftReport run(Loaded<ThumbstreamSettings> loaded) throws IOException, InterruptedException {
        ThumbstreamSettings settings = loaded.value();
        DriftPlan plan = DriftPlan.of(votes);
        Path home = Path.of(settings.dataDir()).resolve("lab").resolve(DEFAULT);
        String key = VersionFromBuild.describe() + " " + loaded.hash() + " " + plan;
        ResultStore<SeedResult> store = new ResultStore<>(home, key, new SeedForm());
        PrintWriter err = spec.commandLine().getErr();
        List<SeedResult> results = new ArrayList<>();
        try (Progress progress = BarProgress.on(err)) {
            SeedRun run = new SeedRun(settings, plan, progress, Clock.systemUTC());
            for (long seed : wanted()) {
                Optional<SeedResult> known = store.find(name(seed));
                results.add(known.isPresent() ? known.get() : fresh(run, seed, home, store));
            }
            progress.phase("shipped policy", 1);
            Path base = BaseModel.install(home, settings.gateway().modelName(), settings.baseModel());
            BaseScore score = BaseScore.of(base, settings.gateway().sampling().maxTokens());
            progress.done(1);
            return new DriftReport(score, results);
        }
    }

    private SeedResult fresh(SeedRun run, long seed, Path home, ResultStore<SeedResult> store)
            throws IOException, InterruptedException {
        Path own = home.resolve(name(seed));
        SeedResult result = run.run(seed, own);
        store.save(name(seed), result);
        if (!keep) {
            Folders.delete(own);
        }
        return result;
    }

    private static String name(long seed) {
        return "seed-" + seed;
    }

    private List<Long> wanted() {
        long first = seedsFrom == null ? config.seed().orElse(1) : seedsFrom;
        return LongStream.range(first, first + seeds).boxed().toList();
    }

    private Map<String, String> facts(Loaded<ThumbstreamSettings> loaded) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", VersionFromBuild.describe());
        facts.put("seeds", wanted().toString());
        facts.put("votes per phase", Long.toString(votes));
        facts.put("config sha256", loaded.hash());
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return facts;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
