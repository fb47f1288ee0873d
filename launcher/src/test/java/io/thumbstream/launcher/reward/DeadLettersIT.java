package io.thumbstream.launcher.reward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.reward.RewardService;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Label;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters on a real broker: votes whose answers are missing and a record that cannot be read, listed, shown and sent again. */
class DeadLettersIT {
    private static final int VOTES = 5;
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String DEAD = Topics.dlq(Topics.FEEDBACK);

    private final Path dataDir;
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

    DeadLettersIT(@TempDir Path dataDir) {
        this.dataDir = dataDir;
    }

    @Test
    void shouldListShowAndReplayOnceWhenTheCauseIsMended() throws IOException {
        try (RewardBench bench = new RewardBench(dataDir)) {
            RewardService service = bench.service(impatient());
            plant(bench);

            JsonNode list = run(bench, "list", "--letters");
            assertThat(figure(list, "dead-letters")).isEqualTo(VOTES + 1);
            assertThat(list.path("groups").findValuesAsText("reason"))
                    .containsExactlyInAnyOrder("unknown-rollout", "poison");
            show(bench, list);
            refuseWhatIsNotThere(bench);

            JsonNode dry = run(bench, "replay", "feedback", "--reason", "unknown-rollout", "--dry-run");
            assertThat(figure(dry, "dead-letters-to-send")).isEqualTo(VOTES);
            assertThat(figure(dry, "dead-letters-sent")).isZero();
            mend(bench);
            JsonNode first = run(bench, "replay", "feedback", "--reason", "unknown-rollout");
            assertThat(figure(first, "dead-letters-replayed")).isEqualTo(VOTES);
            assertThat(bench.read(Topics.LABELS, VOTES)).hasSize(VOTES);

            JsonNode second = run(bench, "replay", "feedback", "--reason", "unknown-rollout");
            assertThat(figure(second, "dead-letters-sent")).isZero();
            assertThat(figure(second, "dead-letters-skipped")).isEqualTo(VOTES);
            JsonNode again = run(bench, "replay", "feedback", "--reason", "unknown-rollout", "--again");
            assertThat(figure(again, "dead-letters-replayed")).isEqualTo(VOTES);
            oneEffectEach(bench);
            service.close();
        }
        assertThat(figure(json("dlq", "list", "--data-dir", dataDir.toString()), "dead-letters"))
                .as("from the data directory, when all has ended")
                .isEqualTo(VOTES + 1);
    }

    /** Gives up on a vote without answer after a second. */
    private static RewardSettings impatient() {
        RewardSettings usual = RewardSettings.defaults();
        JoinerSettings joiner = usual.joiner();
        return new RewardSettings(
                usual.modelName(),
                usual.applicationId(),
                usual.threads(),
                usual.commitInterval(),
                usual.shutdown(),
                new JoinerSettings(
                        joiner.lateness(),
                        joiner.windows(),
                        joiner.groupTimeout(),
                        Duration.ofSeconds(1),
                        joiner.retention(),
                        joiner.externalRetention(),
                        joiner.stallRecheck(),
                        joiner.maxGroups(),
                        joiner.maxVotes(),
                        joiner.ownership(),
                        joiner.censoredLabels(),
                        joiner.censoredExperience(),
                        joiner.stall(),
                        joiner.silence()),
                usual.pace(),
                usual.interpreters(),
                usual.transforms(),
                usual.credit());
    }

    private static void plant(RewardBench bench) {
        Instant now = CLOCK.instant();
        for (int i = 0; i < VOTES; i++) {
            bench.thumb("f" + i, "g" + i, 1, now);
        }
        bench.poison("g0");
        assertThat(bench.records(DEAD, new ByteArrayDeserializer(), VOTES + 1)).hasSize(VOTES + 1);
    }

    private static void mend(RewardBench bench) {
        Instant now = CLOCK.instant();
        for (int i = 0; i < VOTES; i++) {
            bench.rollout("g" + i, now);
        }
        assertThat(bench.read(Topics.EXPERIENCE, VOTES)).hasSize(VOTES);
    }

    private void show(RewardBench bench, JsonNode list) throws IOException {
        for (JsonNode letter : list.path("letters")) {
            JsonNode shown = run(
                    bench,
                    "show",
                    DEAD + ":" + letter.path("partition").asInt() + ":"
                            + letter.path("offset").asLong());
            assertThat(shown.at("/source/topic").asText()).isEqualTo(Topics.FEEDBACK.name());
            assertThat(shown.path("service").asText()).isEqualTo("reward");
            if (shown.path("reason").asText().equals("poison")) {
                assertThat(shown.at("/content/state").asText()).isEqualTo("undecodable");
                assertThat(shown.at("/content/hex").asText()).isEqualTo("00000f423f01");
            } else {
                assertThat(shown.at("/content/state").asText()).isEqualTo("readable");
                assertThat(shown.at("/content/record/feedbackId").asText()).startsWith("f");
                assertThat(shown.at("/content/record/value").asText()).isEqualTo("withheld");
                assertThat(shown.path("stack-digest").asText()).isNotEmpty();
            }
        }
    }

    private void refuseWhatIsNotThere(RewardBench bench) {
        assertThat(execute(bench, new StringWriter(), "show", "feedback", "0", "100000"))
                .isEqualTo(2);
        assertThat(execute(bench, new StringWriter(), "show", "feedback", "7", "0"))
                .isEqualTo(2);
        assertThat(talk.toString(StandardCharsets.UTF_8))
                .contains("is not written yet")
                .contains("has no partition 7");
    }

    /** A vote after the replays is labelled behind them, so that by then they have had all their effect. */
    private static void oneEffectEach(RewardBench bench) {
        for (int i = 0; i < VOTES; i++) {
            bench.thumb("last" + i, "g" + i, -1, CLOCK.instant());
        }
        List<Label> labels = bench.read(Topics.LABELS, 2 * VOTES);
        assertThat(labels).hasSize(2 * VOTES);
        assertThat(labels.stream().filter(label -> label.getFeedbackIds().size() == 1))
                .as("labels of the replayed votes alone")
                .hasSize(VOTES);
    }

    private JsonNode run(RewardBench bench, String... verb) throws IOException {
        StringWriter out = new StringWriter();
        int code = execute(bench, out, verb);
        assertThat(code).as(talk.toString(StandardCharsets.UTF_8)).isZero();
        return last(out);
    }

    private int execute(RewardBench bench, StringWriter out, String... verb) {
        List<String> arguments = new ArrayList<>(List.of("dlq"));
        arguments.addAll(List.of(verb));
        arguments.addAll(List.of(
                "--bootstrap",
                bench.kafka().bootstrapServers(),
                "--schema-registry",
                bench.kafka().schemaRegistryUrl(),
                "--data-dir",
                dataDir.toString(),
                "--output",
                "json"));
        return Thumbstream.run(new PrintWriter(out, true), new Screen(talk, false), arguments.toArray(String[]::new));
    }

    private JsonNode json(String... arguments) throws IOException {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output", "json"));
        int code = Thumbstream.run(new PrintWriter(out, true), new Screen(talk, false), all.toArray(String[]::new));
        assertThat(code).as(talk.toString(StandardCharsets.UTF_8)).isZero();
        return last(out);
    }

    private static JsonNode last(StringWriter out) throws IOException {
        return new ObjectMapper().readTree(out.toString().lines().reduce("", (before, line) -> line));
    }

    private static long figure(JsonNode answer, String name) {
        return StreamSupport.stream(answer.path("figures").spliterator(), false)
                .filter(figure -> figure.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("value")
                .asLong();
    }
}
