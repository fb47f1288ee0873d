package io.thumbstream.launcher.votes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.trace.LabelRecord;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.pipeline.StackRig;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The import command against the real stack: every vote is learned once, however often the files are imported. */
class ImportIT {
    private static final int VOTES = 60;
    private static final int TIES = 12;
    private static final List<String> MEASURED_BY_TIME = List.of("import-seconds", "votes-per-second");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static StackRig rig;

    @BeforeAll
    static void start() {
        rig = new StackRig(folder.resolve("stack"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shouldLearnEachVoteOnceWhenFilesAreImportedAgain() throws IOException {
        Path arguments = Debates.arguments(folder);
        List<String> lines = new ArrayList<>(Debates.votes(VOTES));
        lines.add(7, "no vote");
        lines.add(9, Debates.aboutNobody());
        Path votes = Debates.file(folder, "votes.jsonl", lines);

        Map<String, Double> once = importing(arguments, votes);
        assertThat(once)
                .containsEntry("votes-in-file", VOTES + 2.0)
                .containsEntry("votes-accepted", (double) VOTES)
                .containsEntry("votes-labelled", (double) VOTES)
                .containsEntry("votes-learned", (double) VOTES - TIES)
                .containsEntry("votes-tie", (double) TIES)
                .containsEntry("votes-rejected", 2.0)
                .containsEntry("votes-accounted", VOTES + 2.0);
        assertThat(importing(arguments, votes)).as("from the place reached").isEqualTo(once);
        Files.delete(state());
        assertThat(importing(arguments, votes)).as("from the beginning").isEqualTo(once);

        // one more vote in each debate comes after all that was sent again, so its label shows that all was seen
        List<String> more = new ArrayList<>(lines);
        Debates.NAMES.forEach(name -> more.add(Debates.vote(more.size() - 2)));
        Map<String, Double> last = importing(arguments, Debates.file(folder, "more.jsonl", more));
        assertThat(last).containsEntry("votes-labelled", VOTES + 2.0);
        assertThat(rig.log().labels())
                .hasSize(VOTES + Debates.NAMES.size())
                .allMatch(label -> label.revision() == 1)
                .extracting(LabelRecord::id)
                .doesNotHaveDuplicates();
    }

    private static Path state() {
        return folder.resolve("place").resolve("import-pairs.json");
    }

    /** Runs the command and returns its figures, those of time left out. */
    private static Map<String, Double> importing(Path arguments, Path votes) throws IOException {
        StringWriter out = new StringWriter();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Thumbstream.run(
                new PrintWriter(out),
                new Screen(err, false),
                "import",
                "pairs",
                "--responses=" + arguments,
                "--votes=" + votes,
                "--url=" + rig.gateway(),
                "--bootstrap-servers=" + rig.kafka().bootstrapServers(),
                "--schema-registry=" + rig.kafka().schemaRegistryUrl(),
                "--data-dir=" + state().getParent(),
                "--output=json",
                "--patience=120");
        assertThat(code).as(out + "\n" + err.toString(StandardCharsets.UTF_8)).isZero();
        List<String> printed = out.toString().lines().toList();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (JsonNode figure :
                new ObjectMapper().readTree(printed.get(printed.size() - 1)).path("figures")) {
            figures.put(figure.path("name").asText(), figure.path("value").asDouble());
        }
        figures.keySet().removeAll(MEASURED_BY_TIME);
        return figures;
    }
}
