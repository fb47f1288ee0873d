package io.thumbstream.launcher.votes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.lab.report.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import that runs again, or goes on after it was cut, ends as one that ran once. */
class ImportAgainTest {
    private static final int VOTES = 60;
    private static final int MANY = 1200;
    private static final int BATCH = 500;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ImportRig rig;

    @BeforeEach
    void writeFiles() throws IOException {
        rig = new ImportRig(folder, Debates.votes(VOTES));
    }

    private static void assertSameReport(ImportReport again, ImportReport once) {
        assertThat(again.prequential()).isEqualTo(once.prequential());
        assertThat(timeless(again)).isEqualTo(timeless(once));
        assertThat(again.rejections().byReason()).isEqualTo(once.rejections().byReason());
    }

    /** Figures that do not depend on how long the import took. */
    private static List<Figure> timeless(ImportReport report) {
        return report.figures().list().stream()
                .filter(figure -> !List.of("import-seconds", "votes-per-second").contains(figure.name()))
                .toList();
    }

    @Test
    void shouldChangeNothingWhenRunTwice() throws Exception {
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            ImportReport once = rig.run(gateway);
            ImportReport again = rig.run(gateway);

            assertThat(gateway.batches()).as("no vote is sent again").containsExactly(VOTES);
            assertThat(gateway.votes()).hasSize(VOTES);
            assertSameReport(again, once);
        }
    }

    @Test
    void shouldChangeNothingWhenRunTwiceAndThePlaceReachedIsLost() throws Exception {
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            ImportReport once = rig.run(gateway);
            Files.delete(rig.place());
            ImportReport again = rig.run(gateway);

            assertThat(gateway.batches()).containsExactly(VOTES, VOTES);
            assertThat(gateway.votes()).as("each under the name it had before").hasSize(VOTES);
            assertSameReport(again, once);
        }
    }

    @Test
    void shouldEndWithTheSameTotalsWhenCutInTheMiddle() throws Exception {
        rig.use("votes.jsonl", Debates.votes(MANY));
        ImportReport whole;
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            whole = rig.runKeeping(folder.resolve("whole.json"), gateway);
        }
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            assertThatThrownBy(() -> rig.runUntil(BATCH, gateway)).hasMessage("cut");
            assertThat(gateway.votes()).hasSize(BATCH);

            ImportReport resumed = rig.run(gateway);

            assertThat(gateway.batches()).containsExactly(BATCH, BATCH, MANY - 2 * BATCH);
            assertThat(resumed.accounted()).isEqualTo(MANY);
            assertSameReport(resumed, whole);
        }
    }

    @Test
    void shouldSendABatchAgainWhenItsAcknowledgementWasNotNoted() throws Exception {
        rig.use("votes.jsonl", Debates.votes(MANY));
        Path noFolder = Files.writeString(folder.resolve("a-file"), "in the way");
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            assertThatThrownBy(() -> rig.runKeeping(noFolder.resolve("place.json"), gateway))
                    .isInstanceOf(IOException.class);
            assertThat(gateway.batches()).containsExactly(BATCH);

            ImportReport resumed = rig.run(gateway);

            assertThat(gateway.batches()).containsExactly(BATCH, BATCH, BATCH, MANY - 2 * BATCH);
            assertThat(gateway.votes()).hasSize(MANY);
            assertThat(resumed.accounted()).isEqualTo(MANY);
        }
    }

    @Test
    void shouldStartFromTheBeginningWhenTheVotesAreOthers() throws Exception {
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            ImportReport unused = rig.run(gateway);
            rig.use("others.jsonl", Debates.votes(VOTES + 5));
            ImportReport other = rig.run(gateway);

            assertThat(gateway.batches()).containsExactly(VOTES, VOTES + 5);
            assertThat(gateway.votes()).hasSize(VOTES + 5);
            assertThat(other.accounted()).isEqualTo(VOTES + 5);
        }
    }

    @Test
    void shouldSayWhatToDoWhenThePlaceReachedIsUnreadable() throws Exception {
        Files.writeString(rig.place(), "{\"source\":");
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            assertThatThrownBy(() -> rig.run(gateway))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(rig.place().toString())
                    .hasMessageContaining("delete");
        }
    }
}
