package io.thumbstream.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.learner.wire.KafkaRollback;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Rollout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on the real stack that is gone back on, explained and rebuilt: from its topics, by the commands. */
class AuditIT {
    private static final String QUESTION = "My order is late. Where is it?";

    private final Path folder;
    private final Path dataDir;

    AuditIT(@TempDir Path folder) {
        this.folder = folder;
        this.dataDir = folder.resolve("data");
    }

    @Test
    void shouldGoBackExplainRebuildAndEraseInARun() throws IOException {
        try (StackRig rig = new StackRig(dataDir)) {
            Customer ann = new Customer(rig::gateway, "ann");
            assertThat(ann.thumb("liked", ann.ask(QUESTION), "up")).isEqualTo(202);
            assertThat(ann.thumb("disliked", ann.ask("I forgot my password."), "down"))
                    .isEqualTo(202);
            StackRig.await(
                    "an answer of the second policy", () -> ann.ask(QUESTION).policyVersion() >= 2);
            goBackAndForward(rig, ann);
            assertThatNothingSaidLiesInTheClear(rig);
        }
        assertThatLineageKnowsTheVotes();
        assertThatReplayGivesTheSameWeights();
        assertThatArrivalOrderChangesNothing();
        assertThatWhatIfGivesWhatWasRecordedAndTwiceTheSame();
        assertThatAVersionIsJudgedByTheAnswersOfAll();
        assertThatErasedPeopleLeaveNothingAndTheRunGoesOn();
    }

    private static void goBackAndForward(StackRig rig, Customer ann) {
        AvroSerdes serdes =
                new AvroSerdes(rig.kafka().schemaRegistryUrl(), rig.kafka().schemaRegistry());
        try (KafkaRollback rollback =
                new KafkaRollback(rig.kafka(), serdes, Topics.POLICY_VERSIONS, "policy/support", Clock.systemUTC())) {
            assertThatThrownBy(rollback::forward)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("was not rolled back");
            assertThatThrownBy(() -> rollback.back(1_000_000)).hasMessageContaining("is not older than");

            KafkaRollback.Served back = rollback.back(1);
            assertThat(back.version()).isEqualTo(1);
            long from = back.rolledBackFrom().orElseThrow();
            int[] inARow = {0};
            // a version that the learner published at the same moment may still be served for an instant
            StackRig.await("three answers of the first policy in a row", () -> {
                inARow[0] = ann.ask(QUESTION).policyVersion() == 1 ? inARow[0] + 1 : 0;
                return inARow[0] == 3;
            });
            for (int i = 0; i < 5; i++) {
                assertThat(ann.ask(QUESTION).policyVersion())
                        .as("nothing is published meanwhile")
                        .isEqualTo(1);
            }

            assertThat(rollback.forward()).isEqualTo(new KafkaRollback.Served(from, Optional.empty()));
            StackRig.await(
                    "an answer of a policy published afterwards",
                    () -> ann.ask(QUESTION).policyVersion() > from);
        }
    }

    private static void assertThatNothingSaidLiesInTheClear(StackRig rig) {
        List<ConsumerRecord<byte[], byte[]>> all = TopicBytes.of(rig.kafka(), name -> true);
        assertThat(all.stream().map(ConsumerRecord::topic))
                .contains(Topics.ROLLOUT_CHUNKS.name(), Topics.EXPERIENCE.name(), Topics.LABELS.name())
                .anyMatch(topic -> topic.endsWith("-changelog"));
        assertThat(all.stream().filter(record -> record.value() != null)).noneMatch(record -> {
            String text = new String(record.value(), StandardCharsets.ISO_8859_1);
            return text.contains("order is late") || text.contains("forgot my password");
        });
    }

    /** Who and when can still be seen of the first rollouts and votes, but not what. */
    private static void assertThatNobodyReadsAnnAnyMore(StackRig rig) {
        AvroSerdes serdes =
                new AvroSerdes(rig.kafka().schemaRegistryUrl(), rig.kafka().schemaRegistry());
        try (SafeDecoder<Feedback> decoder = serdes.decoder(Topics.FEEDBACK)) {
            List<ConsumerRecord<byte[], byte[]>> votes = TopicBytes.of(rig.kafka(), Topics.FEEDBACK.name()::equals);
            assertThat(votes).hasSize(2).allSatisfy(vote -> {
                assertThat(decoder.decode(vote)).isInstanceOf(Decoded.Erased.class);
                assertThat(decoder.envelope(vote).orElseThrow().getUserKey()).isPresent();
            });
        }
        try (SafeDecoder<Rollout> decoder = serdes.decoder(Topics.ROLLOUTS)) {
            assertThat(TopicBytes.of(rig.kafka(), Topics.ROLLOUTS.name()::equals))
                    .isNotEmpty()
                    .allSatisfy(rollout -> assertThat(decoder.decode(rollout)).isInstanceOf(Decoded.Erased.class));
        }
    }

    private void assertThatLineageKnowsTheVotes() throws JsonProcessingException {
        JsonNode vote = new ObjectMapper().readTree(run("lineage", "--vote", "liked", "--output", "json"));
        assertThat(vote.path("first-reward-model").asLong()).isPositive();
        assertThat(vote.path("first-policy-by-scores").asLong()).isPositive();
        assertThat(vote.path("later-revised").asBoolean()).isFalse();

        String version = vote.path("first-reward-model").asText();
        JsonNode model = new ObjectMapper().readTree(run("lineage", "--reward-model", version, "--output", "json"));
        assertThat(model.path("votes")).extracting(JsonNode::asText).contains("liked");
        assertThat(model.path("users-count").asInt()).isEqualTo(1);
        assertThat(model.path("users").toString()).doesNotContain("ann");
    }

    private void assertThatReplayGivesTheSameWeights() throws JsonProcessingException {
        String last =
                run("replay", "--output-dir", folder.resolve("replay").toString(), "--verify", "--output", "json");
        JsonNode figures = new ObjectMapper().readTree(last).path("figures");
        assertThat(figure(figures, "replay-policy-steps")).isPositive();
        assertThat(figure(figures, "replay-policy-versions-compared")).isPositive();
        assertThat(figure(figures, "replay-reward-versions-compared")).isPositive();
        assertThat(figure(figures, "replay-policy-mismatches")).isZero();
        assertThat(figure(figures, "replay-reward-mismatches")).isZero();
    }

    private void assertThatArrivalOrderChangesNothing() throws JsonProcessingException {
        JsonNode figures = new ObjectMapper()
                .readTree(run("rejoin", "--shuffles", "4", "--check", "--output", "json"))
                .path("figures");
        assertThat(figure(figures, "rejoin-labels")).isEqualTo(2);
        assertThat(figure(figures, "rejoin-experience")).isGreaterThan(2);
        assertThat(figure(figures, "rejoin-differences")).isZero();
        assertThat(figure(figures, "rejoin-inputs-unreadable")).isZero();
    }

    private void assertThatWhatIfGivesWhatWasRecordedAndTwiceTheSame() throws IOException {
        Path overlay = folder.resolve("faster.yaml");
        Files.writeString(overlay, "learner:\n  policy:\n    learning-rate: 0.001\n");
        String once = whatIf(overlay, "once");
        assertThat(whatIf(overlay, "twice")).isEqualTo(once);
        assertThat(folder.resolve("report-twice/report.json"))
                .hasSameTextualContentAs(folder.resolve("report-once/report.json"));

        JsonNode figures = new ObjectMapper().readTree(once).path("figures");
        assertThat(figure(figures, "answers-rescored")).isPositive();
        assertThat(figure(figures, "scores-differing")).isZero();
        assertThat(figure(figures, "rewards-differing")).isZero();
        assertThat(figure(figures, "versions-differing")).isZero();
        assertThat(figure(figures, "faster-policy-steps")).isPositive();
        assertThatWhatIfLeavesPeopleOut();
    }

    private void assertThatWhatIfLeavesPeopleOut() throws JsonProcessingException {
        Path secret = dataDir.resolve("gateway/secret");
        String ann = new Identities(GatewaySecret.inFile(secret), () -> new byte[0]).userKey("ann");
        JsonNode figures = new ObjectMapper()
                .readTree(run(
                        "what-if",
                        "--without-user",
                        ann,
                        "--output-dir",
                        folder.resolve("what-if-without").toString(),
                        "--output",
                        "json"))
                .path("figures");
        assertThat(figure(figures, "as-recorded-labels-foreseen")).isEqualTo(2);
        assertThat(figure(figures, "without-users-labels-foreseen"))
                .as("all votes are hers")
                .isZero();
    }

    private String whatIf(Path overlay, String name) {
        return run(
                "what-if",
                overlay.toString(),
                "--output-dir",
                folder.resolve("what-if-" + name).toString(),
                "--report",
                folder.resolve("report-" + name).toString(),
                "--output",
                "json");
    }

    private void assertThatAVersionIsJudgedByTheAnswersOfAll() throws JsonProcessingException {
        JsonNode figures = new ObjectMapper()
                .readTree(run("evaluate", "off-policy", "--target", "0", "--output", "json"))
                .path("figures");
        assertThat(figure(figures, "logged-actions")).isGreaterThan(2);
        assertThat(figure(figures, "effective-sample-size")).isPositive();
        assertThat(figure(figures, "mean-weight")).isPositive();
        assertThat(figure(figures, "answers-of-older-versions"))
                .as("nothing is older than version 0")
                .isZero();
        assertThat(figure(figures, "records-unusable")).isZero();
    }

    private void assertThatErasedPeopleLeaveNothingAndTheRunGoesOn() throws JsonProcessingException {
        JsonNode erased = new ObjectMapper()
                .readTree(run("erase", "--user", "ann", "--output", "json"))
                .path("figures");
        assertThat(figure(erased, "erase-reward-inputs-removed")).isPositive();
        assertThat(figure(erased, "erase-policy-inputs-removed")).isPositive();
        assertThat(figure(erased, "erase-policy-from-step"))
                .as("she was there from the beginning")
                .isZero();
        assertThat(figure(erased, "erase-certificates")).isEqualTo(1);
        String certificate = dataDir.resolve("erasures/00001/certificate.json").toString();
        assertThat(run("erase", "--verify", certificate)).isEqualTo("}");

        long version = (long) figure(erased, "erase-policy-version");
        try (StackRig rig = new StackRig(dataDir)) {
            assertThatNobodyReadsAnnAnyMore(rig);
            Customer bob = new Customer(rig::gateway, "bob");
            StackRig.await(
                    "an answer of the rebuilt policy or a later one",
                    () -> bob.ask(QUESTION).policyVersion() >= version);
            assertThat(bob.thumb("bob-likes", bob.ask(QUESTION), "up")).isEqualTo(202);
            StackRig.await(
                    "an answer of a policy learned after the erasure",
                    () -> bob.ask(QUESTION).policyVersion() > version);
        }
        String replayed =
                run("replay", "--output-dir", folder.resolve("after").toString(), "--verify", "--output", "json");
        JsonNode figures = new ObjectMapper().readTree(replayed).path("figures");
        assertThat(figure(figures, "replay-policy-versions-compared")).isPositive();
        assertThat(figure(figures, "replay-policy-mismatches")).isZero();
        assertThat(figure(figures, "replay-reward-mismatches")).isZero();
    }

    private static double figure(JsonNode figures, String name) {
        for (JsonNode figure : figures) {
            if (figure.path("name").asText().equals(name)) {
                return figure.path("value").asDouble();
            }
        }
        throw new AssertionError("no figure " + name + " in " + figures);
    }

    /** Runs a verb with the settings of the rig and gives the last line of its output. */
    private String run(String... verb) {
        List<String> arguments = new ArrayList<>(List.of(verb));
        StackRig.settings(dataDir).forEach(assignment -> {
            arguments.add("--set");
            arguments.add(assignment);
        });
        StringWriter out = new StringWriter();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        int code =
                Thumbstream.run(new PrintWriter(out, true), new Screen(talk, false), arguments.toArray(String[]::new));
        assertThat(code)
                .as("%s said %s", arguments, talk.toString(StandardCharsets.UTF_8))
                .isZero();
        List<String> lines = out.toString().lines().toList();
        return lines.get(lines.size() - 1);
    }
}
