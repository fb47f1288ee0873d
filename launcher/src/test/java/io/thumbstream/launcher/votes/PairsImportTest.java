package io.thumbstream.launcher.votes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.lab.report.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line of a vote file has one fate, whatever happens on the way. */
class PairsImportTest {
    private static final int VOTES = 60;
    private static final int TIES = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ImportRig rig;

    @BeforeEach
    void writeFiles() throws IOException {
        List<String> lines = new ArrayList<>(Debates.votes(VOTES));
        lines.add(10, "{\"debate\":");
        lines.add(20, Debates.aboutNobody());
        rig = new ImportRig(folder, lines);
    }

    @Test
    void shouldAccountForEveryLineWhenSomeAreUnusable() throws Exception {
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            ImportReport report = rig.run(gateway);

            assertThat(report.lines()).isEqualTo(VOTES + 2);
            assertThat(report.accepted()).isEqualTo(VOTES);
            assertThat(report.labelled()).isEqualTo(VOTES);
            assertThat(report.ties()).isEqualTo(TIES);
            assertThat(report.learned()).isEqualTo(VOTES - TIES);
            assertThat(report.rejections().byReason())
                    .isEqualTo(Map.of(
                            "not JSON", new Rejections.Reason(1, "votes.jsonl:11"),
                            "no such argument in that debate", new Rejections.Reason(1, "votes.jsonl:21")));
            assertThat(report.accounted()).isEqualTo(report.lines());
            assertThat(report.unusedArguments().total()).isZero();
            assertThat(gateway.exchanges()).isEqualTo(8);
        }
    }

    @Test
    void shouldSendVotesInTheOrderOfTimeWhenTheFileIsNot() throws Exception {
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            ImportReport unused = rig.run(gateway);

            assertThat(gateway.votes().values())
                    .extracting(vote -> vote.path("user").asText())
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(0, VOTES)
                            .mapToObj(number -> "r" + number)
                            .toList());
            JsonNode first = gateway.votes().values().iterator().next();
            assertThat(first.path("user_time").asText()).isEqualTo("2020-09-13T12:26:40Z");
            assertThat(first.path("kind").asText()).isEqualTo("pair");
            assertThat(first.path("rollout_ids")).hasSize(2);
        }
    }

    /** 0.75 is said for the first answer each time; whose longer answer stands second was said wrongly. */
    @Test
    void shouldScoreWhatWasForeseenWhenVotesNameAWinner() throws Exception {
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            ImportReport report = rig.run(gateway);
            long right = gateway.votes().values().stream()
                    .filter(vote -> vote.path("value").asInt() == 1)
                    .count();

            assertThat(report.prequential().all().count()).isEqualTo(VOTES - TIES);
            assertThat(report.prequential().all().accuracy()).isCloseTo((double) right / (VOTES - TIES), within(1e-12));
            assertThat(report.prequential().groups().keySet()).containsExactlyInAnyOrderElementsOf(Debates.NAMES);
        }
    }

    @Test
    void shouldCountRefusedVotesWhetherRefusedNowOrBefore() throws Exception {
        try (FakeVoteGateway gateway =
                new FakeVoteGateway(item -> item.path("user").asText().matches("r[0-2]"))) {
            for (ImportReport report : List.of(rig.run(gateway), rig.run(gateway))) {
                assertThat(report.accepted()).isEqualTo(VOTES - 3);
                assertThat(report.rejections().byReason().get("refused by the gateway: not here"))
                        .extracting(Rejections.Reason::count)
                        .isEqualTo(3L);
                assertThat(report.accounted()).isEqualTo(report.lines());
            }
        }
    }

    @Test
    void shouldRejectVotesAboutAnExchangeThatWasRefused() throws Exception {
        try (FakeVoteGateway gateway =
                new FakeVoteGateway(item -> item.path("id").asText().equals(Debates.NAMES.get(0) + "/a0"))) {
            long about = Debates.votes(VOTES).stream()
                    .filter(line -> line.contains(Debates.NAMES.get(0)) && line.contains("\"a0\""))
                    .count();
            ImportReport report = rig.run(gateway);

            assertThat(about).isPositive();
            assertThat(report.rejections().byReason().get("the gateway refused its exchange"))
                    .extracting(Rejections.Reason::count)
                    .isEqualTo(about);
            assertThat(report.accounted()).isEqualTo(report.lines());
        }
    }

    @Test
    void shouldCountDeadLettersByReason() throws Exception {
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            ImportReport first = rig.run(gateway);
            List<String> ids = List.copyOf(gateway.votes().keySet());
            FakeOutcomes outcomes =
                    new FakeOutcomes(gateway, vote -> false, Map.of(ids.get(0), "stranger", ids.get(1), "stranger"));
            ImportReport report = rig.run(gateway, outcomes);

            assertThat(first.dead()).isEmpty();
            assertThat(report.dead()).isEqualTo(Map.of("stranger", 2L));
            assertThat(report.labelled()).isEqualTo(VOTES - 2);
            assertThat(report.accounted()).isEqualTo(report.lines());
        }
    }

    @Test
    void shouldGiveUpAndSayWhatIsMissingWhenNothingMoves() throws Exception {
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            FakeOutcomes outcomes =
                    new FakeOutcomes(gateway, vote -> vote.path("user").asText().equals("r7"), Map.of());
            ImportReport report = rig.run(gateway, outcomes);

            assertThat(report.accounted()).isEqualTo(report.lines() - 1);
            assertThat(report.taken()).isGreaterThanOrEqualTo(ImportRig.PATIENCE);
            assertThat(report.figures().missed().stream().map(Figure::name).collect(Collectors.toSet()))
                    .contains("votes-labelled", "votes-accounted");
        }
    }

    @Test
    void shouldTryAgainWhenTheGatewayIsBusy() throws Exception {
        try (FakeVoteGateway gateway = new FakeVoteGateway(item -> false)) {
            gateway.beBusy(1);
            ImportReport report = rig.run(gateway);

            assertThat(report.accounted()).isEqualTo(report.lines());
            assertThat(gateway.exchanges()).isEqualTo(8);
        }
    }
}
