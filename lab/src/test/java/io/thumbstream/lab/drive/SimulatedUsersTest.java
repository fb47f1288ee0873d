package io.thumbstream.lab.drive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.FeedbackHabits;
import io.thumbstream.lab.users.UserSettings;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedUsersTest {
    private static final long VOTES = 60;

    private final SupportTask task = SupportTask.load();

    @Test
    void shouldCountEveryVoteOnceWhenTheGatewayOftenRefuses(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("gold.jsonl");
        try (FakeGateway gateway = new FakeGateway(task);
                GoldRecorder gold = new GoldRecorder(file, 10);
                SimulatedUsers users = new SimulatedUsers(settings(), gateway.base(), task, gold, Clock.systemUTC())) {
            users.start();
            assertThat(users.awaitVotes(VOTES, Duration.ofSeconds(60))).isTrue();
            assertThat(users.drain(Duration.ofSeconds(60))).isTrue();

            DriverCounts counts = users.counts();
            List<JsonNode> accepted = gateway.accepted();
            Set<String> ids =
                    accepted.stream().map(node -> node.path("id").asText()).collect(Collectors.toSet());
            assertThat(ids).hasSameSizeAs(accepted);
            assertThat(counts.feedback().accepted()).isEqualTo(accepted.size());
            assertThat(counts.votes())
                    .isEqualTo(accepted.stream()
                            .filter(node -> !node.path("kind").asText().equals("retract"))
                            .count());
            assertThat(counts.feedback().failed()).isZero();
            assertThat(counts.questions().failed()).isZero();
            assertThat(counts.questions().refusals())
                    .isEqualTo(counts.questions().retries())
                    .isPositive();
            assertThat(counts.questions().statuses()).containsOnlyKeys(200, 503);
            assertThat(counts.waiting()).isZero();

            gold.flush();
            long answers =
                    gold.windows().stream().mapToLong(GoldWindow::answers).sum();
            assertThat(answers).isGreaterThanOrEqualTo(counts.questions().accepted());
            assertThat(Files.readAllLines(file)).hasSize((int) answers);
            JsonNode line = new ObjectMapper().readTree(Files.readAllLines(file).get(0));
            assertThat(line.path("policy_version").asLong()).isEqualTo(7);
            assertThat(line.path("utility").asDouble()).isBetween(-2.0, 1.8);
        }
    }

    @Test
    void shouldCompareOnlyWhatPeopleAreAskedToCompare(@TempDir Path dir) throws Exception {
        FeedbackHabits habits = new FeedbackHabits(
                0.6, 0.68, Duration.ofMillis(20), Duration.ofMillis(60), 1, 0.05, 0.2, 0.1, 0.1, 0.1, 1, 0.1, 0.1);
        UserSettings settings =
                new UserSettings(3, 20, 200, 8, 0, 0, 0.05, 0.1, "support", TechniqueChoice.of("none"), habits);
        try (FakeGateway gateway = new FakeGateway(task, "when-asked");
                GoldRecorder gold = new GoldRecorder(dir.resolve("gold.jsonl"), 10);
                SimulatedUsers users = new SimulatedUsers(settings, gateway.base(), task, gold, Clock.systemUTC())) {
            users.start();
            assertThat(users.awaitVotes(VOTES, Duration.ofSeconds(60))).isTrue();
            assertThat(users.drain(Duration.ofSeconds(60))).isTrue();

            Set<String> asked = gateway.asked();
            assertThat(gateway.accepted())
                    .hasSizeGreaterThanOrEqualTo((int) VOTES)
                    .allSatisfy(vote -> {
                        assertThat(vote.path("kind").asText()).isEqualTo("pair");
                        String first = vote.path("rollout_ids").path(0).asText();
                        assertThat(asked).contains(first.substring(0, first.indexOf('.')));
                    });
            assertThat((long) asked.size()).isLessThan(gateway.questions());
        }
    }

    @Test
    void shouldAddUpWindowsWhenASpanIsAsked(@TempDir Path dir) {
        try (GoldRecorder gold = new GoldRecorder(dir.resolve("g.jsonl"), 10)) {
            var prompt = task.read("I need the invoice for order 417.").orElseThrow();
            var grade = task.grade(prompt, "Got it, order 417. Just open the archive.");
            double[] utilities = {1, 3, 5};
            for (int i = 0; i < utilities.length; i++) {
                gold.record(new GoldSample(java.time.Instant.EPOCH, i * 10L, i, prompt.intent(), utilities[i], grade));
            }
            GoldWindow window = gold.between(0, 20);
            assertThat(window.answers()).isEqualTo(2);
            assertThat(window.mean()).isEqualTo(2);
            // sample variance of {1, 3} is 2, so the standard error is sqrt(2 / 2)
            assertThat(window.standardError()).isEqualTo(1);
            assertThat(gold.windows()).extracting(GoldWindow::fromVotes).containsExactly(0L, 10L, 20L);
        }
    }

    private static UserSettings settings() {
        FeedbackHabits habits = new FeedbackHabits(
                0.6, 0.68, Duration.ofMillis(20), Duration.ofMillis(60), 1, 0.05, 0.2, 0.1, 0.1, 0.1, 0.2, 0.1, 0.1);
        return new UserSettings(3, 20, 200, 8, 0, 0, 0.05, 0.1, "support", TechniqueChoice.of("none"), habits);
    }
}
