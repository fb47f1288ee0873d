package io.thumbstream.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.history.History;
import io.thumbstream.lab.history.wire.HistoryReader;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person is erased while the real stack serves others: the key goes at once, the models follow when it is stopped. */
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
            Customer.Answer answer = ann.ask(QUESTION);
            assertThat(ann.thumb("liked", answer, "up")).isEqualTo(202);
            StackRig.await("a label of the vote", () -> said(rig, answer).stream()
                    .anyMatch(record -> record.what().startsWith("label ")));
            assertThat(said(rig, answer)).allMatch(History.Said::readable);

            assertThat(run("erase", "--user", "ann", "--key-only"))
                    .contains("key destroyed: no process can read the person's records after 5 s");

            assertThat(ann.thumb("too-late", answer, "down")).isEqualTo(409);
            ann.ask(QUESTION);
            assertThat(ann.statuses()).endsWith(409, 409);
            assertThat(said(rig, answer)).hasSizeGreaterThan(2).noneMatch(History.Said::readable);
            long before = bob.ask(QUESTION).policyVersion();
            StackRig.await("a policy that learned from somebody else since", () -> {
                assertThat(bob.thumb("bob-" + votes++, bob.ask(QUESTION), "up")).isEqualTo(202);
                return bob.ask(QUESTION).policyVersion() > before + 1;
            });
            assertThat(said(rig, answer)).noneMatch(History.Said::readable);
        }
        assertThatTheModelsFollow();
    }

    private void assertThatTheModelsFollow() throws IOException {
        assertThat(run("doctor")).contains("--user-sha256");
        assertThat(run("erase", "--user", "ann"))
                .contains("the key was destroyed earlier")
                .contains("certificate ");
        assertThat(run(
                        "erase",
                        "--verify",
                        dataDir.resolve("erasures/00001/certificate.json").toString()))
                .contains("signed by ");
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
    private String run(String... verb) {
        List<String> arguments = new ArrayList<>(List.of(verb));
        StackRig.settings(dataDir).forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
        StringWriter out = new StringWriter();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        int code =
                Thumbstream.run(new PrintWriter(out, true), new Screen(talk, false), arguments.toArray(String[]::new));
        String said = talk.toString(StandardCharsets.UTF_8) + out;
        assertThat(code).as("%s said %s", arguments, said).isZero();
        return said;
    }
}
