package io.thumbstream.launcher.doctor;

import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.up.ComputeWords;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.runtime.error.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thumbstream doctor}: what this machine is fit for, and how far back replay, lineage and erasure reach. */
@Command(
        name = "doctor",
        description = {
            "Say what was found on this machine and in a data directory, and what to do about it.",
            "Also how far back replay, lineage and exact erasure reach. Nothing is changed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream doctor --data-dir data --check",
            "         thumbstream doctor --model /models/Qwen3-0.6B --set learner.policy.train=lora",
            "         thumbstream doctor --set kafka.bootstrap-servers=127.0.0.1:9092",
            "             --set kafka.schema-registry-url=http://127.0.0.1:8081"
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Also say what memory learning and sampling with this model would take under these settings.")
    private @Nullable Path model;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        ThumbstreamSettings settings = config.load().value();
        Machine machine = MachineProbe.look(Path.of(settings.dataDir()), ComputeWords.Chosen.of(settings));
        Diagnosis diagnosis = machine.diagnosis()
                .plus(room(settings, machine))
                .plus(PeopleProbe.look(settings))
                .plus(past(settings));
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter talk = printing.json() ? err : out;
        diagnosis.findings().forEach(finding -> talk.println(finding.text()));
        talk.println();
        talk.flush();
        return printing.print(new Figures(diagnosis.figures()), out);
    }

    private Diagnosis room(ThumbstreamSettings settings, Machine machine) {
        return model == null
                ? new Diagnosis(List.of(), List.of())
                : ModelProbe.look(model, settings, machine.memoryBytes()).diagnosis();
    }

    private Diagnosis past(ThumbstreamSettings settings) {
        PrintWriter err = spec.commandLine().getErr();
        LearnerProbe learners = new LearnerProbe(settings);
        try (TopicStore topics = TopicStore.open(settings, err::println)) {
            Store store = StoreProbe.look(topics.kafka());
            return all(store.diagnosis(), learners.look(topics.kafka(), store));
        } catch (ConfigException e) {
            Diagnosis absent =
                    new Diagnosis(List.of(Finding.note("topics", "not looked at: " + e.getMessage(), "")), List.of());
            return all(absent, learners.look());
        }
    }

    private static Diagnosis all(Diagnosis first, List<Learner> learners) {
        return learners.stream().map(Learner::diagnosis).reduce(first, Diagnosis::plus);
    }
}
