package io.thumbstream.launcher.learner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.learner.LearnerService;
import io.thumbstream.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor says of a stopped system, and that a replay can begin where it says when the beginning of the log is gone. */
class DoctorIT {
    private static final String LEARNER = "policy";

    private final Path dataDir;
    private final StringWriter out = new StringWriter();
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

    DoctorIT(@TempDir Path dataDir) {
        this.dataDir = dataDir;
    }

    @Test
    void shouldNameTheSnapshotFromWhichAReplayReachesTheSameWeightsWhenTheLogWasCut(@TempDir Path folder)
            throws Exception {
        try (LearnerBench bench = new LearnerBench(dataDir)) {
            learn(bench, 0, 16);
            learn(bench, 16, 32);
        }
        JsonNode whole = doctor();
        assertThat(figure(whole, "topics-missing").path("value").asInt()).isZero();
        assertThat(figure(whole, "policy-replay-from-step").path("value").asInt(-1))
                .isZero();
        assertThat(figure(whole, "policy-first-step").path("value").asInt()).isEqualTo(1);

        List<Path> snapshots = snapshots();
        JsonNode first = state(snapshots.get(0));
        long begin = first.path("step").asLong();
        cutLog(first.path("training-log").path("offset").asLong() + 1);

        JsonNode cut = doctor();
        assertThat(figure(cut, "policy-first-step").path("value").asLong()).isEqualTo(begin + 1);
        assertThat(figure(cut, "policy-replay-from-step").path("value").asLong())
                .isEqualTo(begin);

        assertThat(replay(folder.resolve("zero"))).isEqualTo(1);
        assertThat(said()).contains("jumps from step 0 to " + (begin + 1)).contains("--from-step");
        assertThat(replay(folder.resolve("begin"), "--from-step", Long.toString(begin)))
                .as("%s", said())
                .isZero();
        JsonNode replayed = lastLine();
        assertThat(figure(replayed, "replay-policy-steps").path("value").asLong())
                .isPositive();
        assertThat(figure(replayed, "replay-policy-mismatches").path("value").asInt(-1))
                .isZero();
        String rebuilt = digest(folder.resolve("begin"));
        assertThat(rebuilt)
                .isEqualTo(state(snapshots.get(snapshots.size() - 1))
                        .path("digest")
                        .asText());
    }

    @Test
    void shouldLookAtTheMachineAloneWhenThereAreNoTopics() {
        assertThat(run("doctor", "--data-dir", dataDir.resolve("new").toString()))
                .isZero();
        assertThat(dataDir.resolve("new")).doesNotExist();
        assertThat(out.toString()).contains("ok    java").contains("there are no topics in");
    }

    /** A service from its start to its end, which writes a checkpoint. */
    private static void learn(LearnerBench bench, int from, int to) {
        LearnerService service = bench.service();
        bench.experience(from, to);
        LearnerBench.await(() -> bench.read(Topics.TRAINING_LOG).stream()
                        .filter(step -> step.getLearner().equals("policy/support"))
                        .mapToInt(step -> step.getInputs().size())
                        .sum()
                >= to);
        service.close();
    }

    private void cutLog(long beforeOffset) throws ExecutionException, InterruptedException {
        try (EmbeddedKafka broker = EmbeddedKafka.start(dataDir.resolve("kafka"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(Topics.TRAINING_LOG.name(), 0),
                            RecordsToDelete.beforeOffset(beforeOffset)))
                    .all()
                    .get();
        }
    }

    private JsonNode doctor() throws IOException {
        assertThat(run("doctor", "--data-dir", dataDir.toString(), "--output", "json"))
                .as("%s", said())
                .isZero();
        return lastLine();
    }

    private int replay(Path target, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "replay",
                "--data-dir",
                dataDir.toString(),
                "--output-dir",
                target.toString(),
                "--learner",
                LEARNER,
                "--verify",
                "--output",
                "json"));
        arguments.addAll(Arrays.asList(more));
        return run(arguments.toArray(String[]::new));
    }

    /** Oldest first. */
    private List<Path> snapshots() throws IOException {
        try (Stream<Path> all =
                Files.list(dataDir.resolve("learner").resolve(LEARNER).resolve("support"))) {
            return all.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static String digest(Path replayed) throws IOException {
        try (Stream<Path> all =
                Files.list(replayed.resolve("learner").resolve(LEARNER).resolve("support"))) {
            return state(all.max(Comparator.naturalOrder()).orElseThrow())
                    .path("digest")
                    .asText();
        }
    }

    private static JsonNode state(Path snapshot) throws IOException {
        return new ObjectMapper().readTree(snapshot.resolve("state.json").toFile());
    }

    private JsonNode lastLine() throws IOException {
        String[] lines = out.toString().strip().split("\n");
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }

    private static JsonNode figure(JsonNode figures, String name) {
        for (JsonNode figure : figures.path("figures")) {
            if (figure.path("name").asText().equals(name)) {
                return figure;
            }
        }
        throw new AssertionError("no figure " + name + " in " + figures);
    }

    private int run(String... arguments) {
        return Thumbstream.run(new PrintWriter(out, true), new Screen(talk, false), arguments);
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }
}
