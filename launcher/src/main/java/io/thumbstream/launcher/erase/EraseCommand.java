package io.thumbstream.launcher.erase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.launcher.recorded.wire.RecordedGroups;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.learner.Erasures;
import io.thumbstream.learner.LearnerErasure;
import io.thumbstream.learner.engine.RebuildStart;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.config.Loaded;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream erase}: both models as if a person had never been there. */
@Command(
        name = "erase",
        description = {
            "Destroy a person's key, so that nobody can read their records any more, and rebuild both models of a stopped run without"
                    + " them; versions that hold them are retired.",
            "Give the settings and seed that the run had. Writes a signed certificate. The key is gone before the rebuilding begins;"
                    + " while the system runs, --key-only destroys it now and the rebuilding is done later."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "One that was cut is finished by starting it again; nothing is learned before.",
            "Example: thumbstream erase --data-dir data --user ann",
            "         thumbstream erase --data-dir data --user ann --key-only",
            "         thumbstream erase --verify data/erasures/00001/certificate.json"
        })
public final class EraseCommand implements Callable<Integer> {
    static final String USER = "user-sha256";

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--user", paramLabel = "NAME", description = "The person, as callers of the gateway name them.")
    private @Nullable String user;

    @Option(
            names = "--user-key",
            paramLabel = "KEY",
            description = "The person, by the pseudonymous key in the topics.")
    private @Nullable String userKey;

    @Option(
            names = "--user-sha256",
            paramLabel = "HASH",
            description = "The person, by the sha256 of that key, when it is destroyed already; doctor names them.")
    private @Nullable String userSha256;

    @Option(names = "--verify", paramLabel = "FILE", description = "Only check the signature of a certificate.")
    private @Nullable Path certificate;

    @Option(
            names = "--key-only",
            description =
                    "Only destroy the key; allowed while the system runs. Erase again, without this, when it is stopped.")
    private boolean keyOnly;

    @Option(
            names = "--learner-stopped",
            description =
                    "With brokers outside: the learner service is stopped. One that uses this data directory is refused.")
    private boolean learnerStopped;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (certificate != null) {
            JsonNode statement = Certificate.verified(certificate);
            spec.commandLine().getOut().println(statement.toPrettyString());
            say("signed by " + Certificate.publicKey(certificate));
            return ExitCodes.OK;
        }
        Loaded<ThumbstreamSettings> loaded = config.load();
        ThumbstreamSettings settings = loaded.value();
        if ((user == null ? 0 : 1) + (userKey == null ? 0 : 1) + (userSha256 == null ? 0 : 1) != 1) {
            throw usage("name one person: --user NAME, --user-key KEY or --user-sha256 HASH");
        }
        if (!keyOnly && !settings.isEmbedded() && !learnerStopped) {
            throw usage("stop the learner service and say so with --learner-stopped");
        }
        boolean destroyed = userSha256 == null
                ? PersonsKey.destroy(settings, key(settings), this::say)
                : PersonsKey.unfinished(settings).contains(userSha256);
        if (userSha256 != null && !destroyed) {
            throw unknown();
        }
        if (keyOnly) {
            if (!destroyed) {
                throw unknown();
            }
            return ExitCodes.OK;
        }
        String hash = userSha256 == null ? Digests.of(key(settings)) : userSha256;
        try (TopicStore topics = TopicStore.openInsteadOf(ServedPart.LEARNER.key(), settings, this::say);
                Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            return printing.print(
                    new Figures(erase(settings, loaded.hash(), topics, hash, destroyed, progress)),
                    spec.commandLine().getOut());
        }
    }

    private String key(ThumbstreamSettings settings) {
        return userKey != null ? userKey : PersonsKey.pseudonym(settings, String.valueOf(user));
    }

    private List<Figure> erase(
            ThumbstreamSettings settings,
            String configHash,
            TopicStore topics,
            String hash,
            boolean destroyed,
            Progress progress)
            throws IOException {
        Path data = Path.of(settings.dataDir()).toAbsolutePath().normalize();
        Erasures erasures = new Erasures(data);
        Set<String> hashes = new HashSet<>(erasures.erased());
        hashes.add(hash);
        say("reading the topics");
        RecordedGroups recorded = new RecordedGroups(topics.kafka());
        Absent absent = recorded.absent(hashes);
        List<RecordedGroup> groups = recorded.groups();
        if (!destroyed && !recorded.absent(Set.of(hash)).in(groups)) {
            throw unknown();
        }
        hashes.addAll(PersonsKey.unfinished(settings));
        Rebuilding rebuilding = new Rebuilding(groups, absent, recorded.labels(hashes), recorded.asked(hashes));
        ErasureFolder folder = ErasureFolder.begin(erasures, hash);
        say("rebuilding both models");
        LearnerErasure erasure = learners(settings, topics, data, folder.directory());
        List<LearnerErasure.Rebuilt> both = rebuilt(rebuilding, erasure, folder, settings, progress);
        both.forEach(each -> say(each.kind() + ": began behind step "
                + each.start().step() + " (" + each.start().why() + ")"));
        if (both.stream().noneMatch(LearnerErasure.Rebuilt::changed)) {
            say("no step learned from this person; the models stay as they are");
        }
        both.forEach(erasure::adopt);
        Path file = folder.directory().resolve(Erasures.CERTIFICATE);
        Certificate.write(
                statement(both, hash, configHash, destroyed),
                SigningKey.inFile(data.resolve("gateway").resolve("certificate-key")),
                file);
        say("certificate " + file);
        return figures(both);
    }

    private static LearnerErasure learners(ThumbstreamSettings settings, TopicStore topics, Path data, Path into) {
        NativeThreads.use(Stack.NATIVE_THREADS);
        return new LearnerErasure(
                settings.learner(),
                new ServiceContext(
                        topics.kafka(),
                        data,
                        Clock.systemUTC(),
                        new SeededRandom(settings.seed()),
                        new SimpleMeterRegistry()),
                into);
    }

    private static List<LearnerErasure.Rebuilt> rebuilt(
            Rebuilding rebuilding,
            LearnerErasure erasure,
            ErasureFolder folder,
            ThumbstreamSettings settings,
            Progress progress)
            throws IOException {
        try {
            return rebuilding.run(erasure, settings.reward(), progress);
        } catch (FatalException e) {
            folder.refuse();
            throw new FatalException(
                    e.getMessage() + ". The models were not changed and still hold what they learned from the person",
                    e);
        }
    }

    private static ObjectNode statement(
            List<LearnerErasure.Rebuilt> both, String hash, String configHash, boolean destroyed) {
        ObjectNode statement = new ObjectMapper().createObjectNode();
        statement.put(USER, hash);
        statement.put("at", Clock.systemUTC().instant().toString());
        statement.put("config-sha256", configHash);
        statement.put("records-in-topics", destroyed ? "unreadable, key destroyed" : "readable until retention");
        for (LearnerErasure.Rebuilt rebuilt : both) {
            ObjectNode node = statement.putObject(rebuilt.kind());
            node.put(FinishedErasure.STEPS, rebuilt.result().step());
            describe(rebuilt.start(), node.putObject("began-at"));
            node.put("steps-taken-again", rebuilt.result().applied());
            node.put("steps-without-input", rebuilt.result().passedOver());
            node.put("inputs-removed", rebuilt.result().inputsLeftOut());
            rebuilt.result().firstChanged().ifPresent(step -> node.put("first-step-changed", step));
            rebuilt.retired().forEach(node.putArray("versions-retired")::add);
            node.put("sha256-before", rebuilt.before());
            node.put("version-after", rebuilt.version());
            node.put("sha256-after", rebuilt.after());
        }
        return statement;
    }

    private static void describe(RebuildStart start, ObjectNode node) {
        node.put("version", start.version());
        node.put("step", start.step());
        node.put("weights-sha256", start.digest());
        node.put("why", start.why());
    }

    private static List<Figure> figures(List<LearnerErasure.Rebuilt> both) {
        List<Figure> figures = new ArrayList<>();
        for (LearnerErasure.Rebuilt rebuilt : both) {
            String prefix = "erase-" + rebuilt.kind() + "-";
            figures.add(Figure.of(prefix + "from-step", rebuilt.start().step(), "steps"));
            figures.add(Figure.of(prefix + "inputs-removed", rebuilt.result().inputsLeftOut(), "inputs"));
            figures.add(Figure.of(prefix + "versions-retired", rebuilt.retired().size(), "versions"));
            figures.add(Figure.of(prefix + "version", rebuilt.version(), ""));
        }
        figures.add(Figure.of("erase-certificates", 1, "certificates"));
        return figures;
    }

    private static ConfigException unknown() {
        return new ConfigException(
                "no vote and no question of this person is in the topics; check the name and the data" + " directory");
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
