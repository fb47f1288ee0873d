package io.thumbstream.launcher.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.lineage.Lineage;
import io.thumbstream.lab.lineage.LineageFacts;
import io.thumbstream.lab.lineage.LineageFile;
import io.thumbstream.lab.lineage.VersionLineage;
import io.thumbstream.lab.lineage.VoteLineage;
import io.thumbstream.lab.lineage.wire.LineageReader;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.OutputFormat;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream lineage}: from a version to its votes, from a vote to its versions. */
@Command(
        name = "lineage",
        description = {
            "Say which votes and people made a version, or which versions a vote made.",
            "Answers come from an index below the data directory, made from the topics when there is none."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream lineage --policy 12",
            "         thumbstream lineage --vote 7f3c --output json --rebuild"
        })
public final class LineageCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--policy", paramLabel = "V", description = "A version of the policy.")
    private @Nullable Long policy;

    @Option(names = "--reward-model", paramLabel = "V", description = "A version of the reward model.")
    private @Nullable Long rewardModel;

    @Option(names = "--vote", paramLabel = "ID", description = "A vote, by the key its caller gave.")
    private @Nullable String vote;

    @Option(names = "--rebuild", description = "Make the index again from the topics first.")
    private boolean rebuild;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "table (default: the first ten of each list) or json: everything as one line.")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int questions = (policy == null ? 0 : 1) + (rewardModel == null ? 0 : 1) + (vote == null ? 0 : 1);
        if (questions != 1) {
            throw new ParameterException(
                    spec.commandLine(), "ask one thing: --policy V, --reward-model V or --vote ID");
        }
        LineageFacts facts = facts(config.settings());
        ObjectNode answer = answer(new Lineage(facts))
                .orElseThrow(() -> new IOException("the index of " + facts.readAt()
                        + " does not know that; make it again with --rebuild if it is newer"));
        answer.put("index-read-at", facts.readAt().toString());
        print(answer);
        return ExitCodes.OK;
    }

    private LineageFacts facts(ThumbstreamSettings settings) throws IOException {
        String model = settings.gateway().modelName();
        Path file = Path.of(settings.dataDir()).resolve("lineage").resolve(model + ".index");
        if (!rebuild && Files.exists(file)) {
            return LineageFile.read(file);
        }
        try (TopicStore topics = TopicStore.open(settings, this::say)) {
            say("reading the topics");
            LineageFacts facts = new LineageReader(topics.kafka(), model, Clock.systemUTC()).read();
            LineageFile.write(facts, file);
            return facts;
        }
    }

    private Optional<ObjectNode> answer(Lineage lineage) {
        if (vote != null) {
            return lineage.vote(vote).map(LineageCommand::describe);
        }
        return policy != null
                ? lineage.policyVersion(policy).map(found -> describe("policy", found))
                : lineage.rewardVersion(rewardModel == null ? 0 : rewardModel)
                        .map(found -> describe("reward-model", found));
    }

    private static ObjectNode describe(String kind, VersionLineage found) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put(kind, found.version());
        node.put("published-at", found.at().toString());
        node.put("steps", found.steps());
        node.put("steps-since-the-version-before", found.ownSteps());
        node.put("inputs", found.inputs());
        list(node, "votes", found.votes());
        list(node, "users", found.users());
        node.put("scored-by-reward-model", found.scoredBy());
        list(node, "votes-behind-scores", found.votesBehindScores());
        return node;
    }

    private static ObjectNode describe(VoteLineage found) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("vote", found.id());
        node.put("user", found.user());
        node.put("accepted-at", found.at().toString());
        found.labels().forEach(node.putArray("labels")::add);
        node.put("later-revised", found.revised());
        node.put("uses-by-reward-steps", found.rewardUses());
        put(node, "first-reward-model", found.firstRewardVersion());
        node.put("groups-that-carry-it", found.groups());
        node.put("uses-by-policy-steps", found.policyUses());
        put(node, "first-policy", found.firstPolicyVersion());
        put(node, "first-policy-by-scores", found.firstScoredPolicyVersion());
        return node;
    }

    private static void list(ObjectNode node, String name, SortedSet<String> values) {
        node.put(name + "-count", values.size());
        values.forEach(node.putArray(name)::add);
    }

    private static void put(ObjectNode node, String name, OptionalLong value) {
        if (value.isPresent()) {
            node.put(name, value.getAsLong());
        } else {
            node.putNull(name);
        }
    }

    private void print(ObjectNode answer) {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputFormat.JSON) {
            out.println(answer);
        } else {
            answer.properties().forEach(entry -> out.printf("%-32s %s%n", entry.getKey(), text(entry.getValue())));
        }
        out.flush();
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.isNull() ? "none yet" : value.asText();
        }
        String first = StreamSupport.stream(value.spliterator(), false)
                .limit(SHOWN)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        return value.size() > SHOWN ? first + ", ..." : first;
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }
}
