package io.thumbstream.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.history.History;
import io.thumbstream.lab.history.wire.HistoryReader;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person is erased while the real stack serves others: the key goes at once, the models follow when it is stopped, from where they
 * were before the person came.
 */
class EraseWhileRunningIT {
    private static final String QUESTION = "My order is late. Where is it?";

    private final Path dataDir;
    private int votes;

    EraseWhileRunningIT(@TempDir Path folder) {
        this.dataDir = folder.resolve("data");
    }

    @Test
    void shouldMakeAPersonUnreadableWhileTheLearnerGoesOnWithTheOthers() throws IOException {
        try (StackRig rig = new StackRig(dataDir)) {
            Customer ann = new Customer(rig::gateway, "ann");
            Customer bob = new Customer(rig::gateway, "bob");
            StackRig.await("a policy that learned from bob", () -> learnedFrom(bob) > 1);
            rig.restart();
            Customer.Answer answer = ann.ask(QUESTION);
            assertThat(ann.thumb("liked", answer, "up")).isEqualTo(202);
            StackRig.await("a label of the vote", () -> said(rig, answer).stream()
                    .anyMatch(record -> record.what().startsWith("label ")));
            assertThat(said(rig, answer)).allMatch(History.Said::readable);

            assertThat(run(dataDir, "erase", "--user", "ann", "--key-only"))
                    .contains("key destroyed: no process can read the person's records after 5 s");

            assertThat(ann.thumb("too-late", answer, "down")).isEqualTo(409);
            ann.ask(QUESTION);
            assertThat(ann.statuses()).endsWith(409, 409);
            assertThat(said(rig, answer)).hasSizeGreaterThan(2).noneMatch(History.Said::readable);
            long before = bob.ask(QUESTION).policyVersion();
            StackRig.await("a policy that learned from somebody else since", () -> learnedFrom(bob) > before + 1);
            assertThat(said(rig, answer)).noneMatch(History.Said::readable);
        }
        assertThatTheModelsFollow();
    }

    /** Votes once more and gives the version that answers then. */
    private long learnedFrom(Customer person) {
        assertThat(person.thumb("bob-" + votes++, person.ask(QUESTION), "up")).isEqualTo(202);
        return person.ask(QUESTION).policyVersion();
    }

    /** Once from the snapshots of the run, and once on a copy of its data that has none: the weights are the same. */
    private void assertThatTheModelsFollow() throws IOException {
        assertThat(run(dataDir, "doctor")).contains("--user-sha256");
        Path whole = copiedWithoutSnapshots();
        JsonNode fromSnapshot = erased(dataDir);
        JsonNode fromZero = erased(whole);
        for (String kind : List.of("reward", "policy")) {
            assertThat(fromSnapshot.at("/" + kind + "/began-at/step").asLong())
                    .as("a snapshot from before her first question is there since the restart")
                    .isPositive();
            assertThat(fromZero.at("/" + kind + "/began-at/step").asLong(-1)).isZero();
            for (String said : List.of("first-step-changed", "inputs-removed", "versions-retired", "sha256-after")) {
                assertThat(fromSnapshot.at("/" + kind + "/" + said))
                        .as(kind + " " + said)
                        .isEqualTo(fromZero.at("/" + kind + "/" + said));
            }
        }
    }

    /** Erases her in a data directory and gives what the certificate says. */
    private static JsonNode erased(Path data) throws IOException {
        assertThat(run(data, "erase", "--user", "ann"))
                .contains("the key was destroyed earlier")
                .contains("certificate ");
        Path certificate = data.resolve("erasures/00001/certificate.json");
        assertThat(run(data, "erase", "--verify", certificate.toString())).contains("signed by ");
        return new ObjectMapper().readTree(certificate.toFile()).path("statement");
    }

    private Path copiedWithoutSnapshots() throws IOException {
        Path copy = dataDir.resolveSibling("copy");
        try (Stream<Path> files = Files.walk(dataDir)) {
            for (Path file : files.filter(each -> !each.startsWith(dataDir.resolve("learner")))
                    .toList()) {
                Files.copy(file, copy.resolve(dataDir.relativize(file)));
            }
        }
        return copy;
    }

    /** Records of all topics, dead letters included, that hold the vote or the answer. */
    private static List<History.Said> said(StackRig rig, Customer.Answer answer) {
        History.Erased ann =
                new History.Erased("ann", Set.of("liked"), Set.of(answer.id()), Long.MAX_VALUE, Long.MAX_VALUE);
        return new HistoryReader(rig.kafka(), "support")
                .read(
                        new History.People(Set.of(), Map.of(), List.of(ann)),
                        new HistoryReader.Rebuilt(List.of(), List.of(), List.of()))
                .ofErased();
    }

    /** Runs a verb with the settings of the rig and gives what it said. */
    private static String run(Path data, String... verb) {
        List<String> arguments = new ArrayList<>(List.of(verb));
        StackRig.settings(data).forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
        StringWriter out = new StringWriter();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        int code =
                Thumbstream.run(new PrintWriter(out, true), new Screen(talk, false), arguments.toArray(String[]::new));
        String said = talk.toString(StandardCharsets.UTF_8) + out;
        assertThat(code).as("%s said %s", arguments, said).isZero();
        return said;
    }
}
