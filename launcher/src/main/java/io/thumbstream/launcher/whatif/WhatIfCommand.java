package io.thumbstream.launcher.whatif;

import io.thumbstream.lab.evaluate.EvaluationSettings;
import io.thumbstream.lab.evaluate.PolicyEvaluator;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Taste;
import io.thumbstream.lab.users.Tastes;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.launcher.recorded.wire.RecordedGroups;
import io.thumbstream.launcher.replay.ReplayDirectory;
import io.thumbstream.launcher.up.PolicyAnswers;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.learner.Erasures;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.config.Loaded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thumbstream what-if}: the recorded stream through other settings, side by side. */
@Command(
        name = "what-if",
        description = {
            "Learn from the recorded stream of a run once more, with other settings, and compare.",
            "Topics are only read; nothing that is served changes. Give the settings and seed that the run had with --config, --set and"
                    + " --seed; each CONFIG is laid over them."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A CONFIG may change learner.policy, learner.reward, reward.transforms and seed.",
            "Example: thumbstream what-if --data-dir data bco.yaml strong-kl.yaml --seeds 3 --report what-if"
        })
public final class WhatIfCommand implements Callable<Integer> {
    private static final int MOST_SEEDS = 100;

    /** Whose true utility is measured. */
    enum Gold {
        NONE,
        FIRST,
        SECOND
    }

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Parameters(paramLabel = "CONFIG", arity = "0..*", description = "YAML settings of one arm.")
    private List<Path> overlays = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds for each arm, from the run's own upwards (1).")
    private int seeds = 1;

    @Option(
            names = "--without-user",
            paramLabel = "KEY",
            description =
                    "One more arm: as recorded, without the person of this pseudonymous key, or named so by lineage, who must have asked or voted; repeatable.")
    private List<String> absentUsers = new ArrayList<>();

    @Option(
            names = "--gold",
            paramLabel = "TASTE",
            description =
                    "first or second: also measure what simulated people of that taste think of the policies (none).")
    private Gold gold = Gold.NONE;

    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            description = "Where weights are written; new or empty (./what-if).")
    private Path directory = Path.of("what-if");

    @Option(names = "--report", paramLabel = "DIR", description = "Write report.json, curves and one HTML page.")
    private @Nullable Path report;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new ParameterException(spec.commandLine(), "--seeds is " + seeds + "; give 1 to " + MOST_SEEDS);
        }
        Loaded<ThumbstreamSettings> base = config.load();
        ThumbstreamSettings settings = base.value();
        Path source = Path.of(settings.dataDir()).toAbsolutePath().normalize();
        Set<String> erased = new Erasures(source).erased();
        if (ReplayDirectory.begun(directory, "")) {
            throw new ParameterException(
                    spec.commandLine(), "--output-dir " + directory + " holds a replay; name a new directory");
        }
        WhatIfReport result;
        try (TopicStore topics = TopicStore.open(settings, this::say);
                Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            say("reading the topics");
            RecordedGroups recorded = new RecordedGroups(topics.kafka());
            List<RecordedGroup> groups = recorded.groups();
            Absent gone = recorded.absent(erased);
            List<Arm> arms = new Overlays(settings, gone).arms(overlays);
            if (!absentUsers.isEmpty()) {
                arms.add(Overlays.without(settings, gone.and(LeftOut.of(absentUsers, groups, recorded::absent))));
            }
            NativeThreads.use(Stack.NATIVE_THREADS);
            ArmRun run = new ArmRun(topics.kafka(), Clock.systemUTC(), groups, progress);
            result = new WhatIfReport(run(run, arms, settings, source), erased.isEmpty());
        }
        if (report != null) {
            result.report(facts(base)).writeTo(report);
        }
        return printing.print(result.figures(), spec.commandLine().getOut());
    }

    private List<List<ArmResult>> run(ArmRun run, List<Arm> arms, ThumbstreamSettings settings, Path source)
            throws IOException {
        List<List<ArmResult>> results = new ArrayList<>();
        for (Arm arm : arms) {
            List<ArmResult> ofArm = new ArrayList<>();
            for (int i = 0; i < seeds; i++) {
                Arm seeded = arm.withSeed(arm.seed() + i);
                Path place = directory.resolve(arm.name()).resolve("seed-" + seeded.seed());
                ReplayDirectory.begin(place, source, settings.learner().modelName(), arm.name());
                ofArm.add(run.run(seeded, place, policy -> utility(policy, settings)));
            }
            results.add(ofArm);
        }
        return results;
    }

    private OptionalDouble utility(Path policy, ThumbstreamSettings settings) {
        if (gold == Gold.NONE) {
            return OptionalDouble.empty();
        }
        Taste taste = gold == Gold.FIRST ? Tastes.first() : Tastes.second();
        return OptionalDouble.of(new PolicyEvaluator(SupportTask.load(), taste, EvaluationSettings.defaults())
                .score(new PolicyAnswers(policy, settings.generator().maxTokens()))
                .utility()
                .mean());
    }

    private Map<String, String> facts(Loaded<ThumbstreamSettings> base) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("config sha256", base.hash());
        facts.put("seeds", Integer.toString(seeds));
        return facts;
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
