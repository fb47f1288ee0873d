package io.thumbstream.launcher.offline;

import ai.djl.Device;
import io.thumbstream.lab.offline.LoggedAction;
import io.thumbstream.lab.offline.OffPolicyEvaluation;
import io.thumbstream.lab.offline.OffPolicyOutcome;
import io.thumbstream.lab.offline.OffPolicySettings;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.offline.wire.LoggedGroups;
import io.thumbstream.launcher.up.BaseModel;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.NativeThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream evaluate off-policy}: what a policy would have earned on what was logged. */
@Command(
        name = "off-policy",
        description = {
            "Estimate what a version of the policy would have earned on the logged answers, beside what was earned.",
            "Nothing is estimated where the log says too little (effective sample size). Topics are only read.",
            "With --actions FILE the same of any logged actions: comma-separated values under the heading behaviour_log_prob (or"
                    + " behaviour_prob), target_log_prob (or target_prob), reward and, where known, prediction, target_value, group."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream evaluate off-policy --target 12 --data-dir data",
            "         thumbstream evaluate off-policy --actions log.csv --output json --check"
        })
public final class OffPolicyCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--target", paramLabel = "VERSION", description = "Version of the policy in question.")
    private @Nullable Long target;

    @Option(
            names = "--unseen",
            description = "Only answers of the version itself and of later ones, from which it cannot have learned.")
    private boolean unseen;

    @Option(names = "--actions", paramLabel = "FILE", description = "Logged actions instead of recorded answers.")
    private @Nullable Path actions;

    @Option(names = "--confidence", paramLabel = "P", description = "Confidence of the lower bounds (0.95).")
    private double confidence = OffPolicySettings.defaults().confidence();

    @Option(
            names = "--least-effective",
            paramLabel = "N",
            description = "Estimate nothing with a smaller effective sample size (50).")
    private double leastEffective = OffPolicySettings.defaults().leastEffectiveSize();

    @Option(names = "--cap", paramLabel = "W", description = "Largest weight of one action (none).")
    private double cap = OffPolicySettings.defaults().cap();

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if ((target == null) == (actions == null)) {
            throw new ParameterException(spec.commandLine(), "ask one thing: --target VERSION or --actions FILE");
        }
        if (unseen && target == null) {
            throw new ParameterException(spec.commandLine(), "--unseen needs --target VERSION");
        }
        OffPolicySettings wanted = wanted();
        List<Figure> figures = new ArrayList<>();
        List<LoggedAction> logged =
                actions == null ? recorded(target == null ? 0 : target, figures) : ActionsFile.read(actions, this::say);
        OffPolicyOutcome outcome = OffPolicyEvaluation.of(logged, wanted);
        figures.addAll(0, OffPolicyFigures.of(outcome, wanted.leastEffectiveSize()));
        if (outcome instanceof OffPolicyOutcome.Refused refused) {
            say("no estimate: " + refused.reason());
        }
        return printing.print(new Figures(figures), spec.commandLine().getOut());
    }

    private OffPolicySettings wanted() {
        try {
            return new OffPolicySettings(confidence, leastEffective, cap);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Answers of the topics under a version; adds what else is known of them to {@code figures}. */
    private List<LoggedAction> recorded(long version, List<Figure> figures) throws IOException {
        ThumbstreamSettings settings = config.load().value();
        String model = settings.learner().modelName();
        Path directory = BaseModel.directory(Path.of(settings.dataDir()), model, version);
        if (!Files.isDirectory(directory)) {
            throw new IOException("There is no version " + version + " of policy " + model + " in " + directory
                    + "; name one that is kept, or make it again with `thumbstream replay --to-version`");
        }
        LoggedGroups.Read read;
        try (TopicStore topics = TopicStore.open(settings, this::say)) {
            say("reading the topics");
            read = new LoggedGroups(topics.kafka()).read();
        }
        List<RolloutGroup> groups = read.groups().stream()
                .flatMap(group -> group.sampled().stream())
                .filter(group -> !unseen || group.oldestVersion() >= version)
                .toList();
        figures.add(Figure.of("records-unusable", read.unusable(), "records"));
        figures.add(Figure.of(
                "answers-of-older-versions",
                groups.stream()
                        .flatMap(group -> group.rollouts().stream())
                        .filter(rollout -> rollout.oldestVersion() < version)
                        .count(),
                "answers"));
        NativeThreads.use(Stack.NATIVE_THREADS);
        return under(directory, settings.learner().policy().temperature(), groups);
    }

    private List<LoggedAction> under(Path directory, double temperature, List<RolloutGroup> groups) throws IOException {
        List<LoggedAction> logged = new ArrayList<>();
        try (Progress progress = BarProgress.on(spec.commandLine().getErr());
                AnswerLogProbs policy = new AnswerLogProbs(CausalLm.load(directory, Device.cpu()), temperature)) {
            progress.phase("groups of answers", groups.size());
            for (int i = 0; i < groups.size(); i++) {
                logged.addAll(policy.actions(groups.get(i)));
                progress.done(i + 1);
            }
        }
        return logged;
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
