package io.thumbstream.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.trace.LabelRecord;
import io.thumbstream.lab.trace.LatencyTrace;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.StepRecord;
import io.thumbstream.lab.trace.VersionRecord;
import io.thumbstream.lab.trace.VoteAudit;
import io.thumbstream.lab.trace.VoteTrace;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.ModelVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loop on the real stack: a vote becomes a label, the label a reward model, the reward model a policy, and the policy
 * answers; nothing counts twice, nobody is refused, and nothing is lost by a restart.
 */
class PipelineIT {
    private static final String QUESTION = "My order is late. Where is it?";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static StackRig rig;

    private final Customer ann = new Customer(rig::gateway, "ann");
    private final Customer bob = new Customer(rig::gateway, "bob");

    @BeforeAll
    static void start() {
        rig = new StackRig(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shouldAnswerByAPolicyThatLearnedFromTheVoteWhenSomebodyVotes() {
        teachARewardModel("first");
        Customer.Answer answer = ann.ask(QUESTION);
        assertThat(answer.text()).isNotBlank();
        assertThat(ann.thumb("vote-1", answer, "up")).isEqualTo(202);
        assertThat(ann.thumb("vote-1", answer, "up")).as("the same vote again").isEqualTo(202);

        Crowd crowd = new Crowd(rig::gateway, QUESTION);
        try (crowd) {
            StackRig.await("an answer of a policy that learned from vote-1", () -> {
                OptionalLong carrying = policyThatUsed("vote-1");
                return carrying.isPresent() && crowd.heard(carrying.getAsLong()) && traced("vote-1");
            });
        }

        Customer.Answer later = ann.ask(QUESTION);
        assertThat(later.policyVersion())
                .isGreaterThan(answer.policyVersion())
                .isGreaterThanOrEqualTo(policyThatUsed("vote-1").orElseThrow());
        assertThat(crowd.versions()).as("policies that answered, in order").isSorted();
        assertThat(crowd.statuses())
                .as("requests while weights were swapped")
                .isNotEmpty()
                .containsOnly(200);
        assertNobodyWasRefused();
        assertEachVoteCountsOnce();
        assertThat(labelsOf("vote-1")).singleElement().satisfies(label -> {
            assertThat(label.revision()).as("two arrivals, one effect").isOne();
            assertThat(label.feedbackIds()).containsExactly("vote-1");
        });
    }

    @Test
    void shouldParkAVoteThatOvertakesItsAnswerAndThenCountIt() {
        assertThat(ann.likeExternal("early", "answer-1")).isEqualTo(202);
        StackRig.await("'early' to be parked", () -> ann.stage("early").equals("parked"));
        assertThat(ann.tellExternal("answer-1", QUESTION)).isEqualTo(202);
        StackRig.await("'early' to be counted", () -> ann.stage("early").equals("counted"));

        assertThat(labelsOf("early")).singleElement().satisfies(label -> assertThat(label.revision())
                .isOne());
        assertEachVoteCountsOnce();
    }

    @Test
    void shouldGoOnWhereItStoppedWhenRestarted() {
        teachARewardModel("before");
        Customer.Answer answer = ann.ask(QUESTION);
        assertThat(ann.thumb("kept", answer, "up")).isEqualTo(202);
        StackRig.await("a policy that used 'kept'", () -> policyThatUsed("kept").isPresent());
        long before = servedVersion();

        rig.restart();

        Customer.Answer first = ann.ask(QUESTION);
        assertThat(first.policyVersion()).isGreaterThanOrEqualTo(before);
        assertThat(ann.thumb("kept", answer, "up")).as("known from before").isEqualTo(202);
        assertThat(ann.thumb("new", first, "down")).isEqualTo(202);
        StackRig.await("a policy that used 'new'", () -> {
            assertThat(bob.ask(QUESTION).policyVersion()).isGreaterThanOrEqualTo(before);
            return policyThatUsed("new").isPresent();
        });

        assertThat(labelsOf("kept")).singleElement().satisfies(label -> assertThat(label.revision())
                .isOne());
        assertVersionsOnlyGrow();
        assertEachVoteCountsOnce();
        assertNobodyWasRefused();
    }

    /** Rewards differ, and so teach a policy, only once a reward model scores answers; that takes votes. */
    private void teachARewardModel(String prefix) {
        Customer.Answer liked = bob.ask(QUESTION);
        Customer.Answer disliked = bob.ask("I forgot my password.");
        assertThat(bob.thumb(prefix + "-up", liked, "up")).isEqualTo(202);
        assertThat(bob.thumb(prefix + "-down", disliked, "down")).isEqualTo(202);
        StackRig.await("an answer scored by a reward model", () -> {
            assertThat(bob.ask(QUESTION).id()).isNotEmpty();
            return rig.log().experience().stream().anyMatch(scored -> scored.rewardVersion() >= 1);
        });
    }

    private long servedVersion() {
        return ann.status().at("/policy/version").asLong();
    }

    /** First policy version whose steps had an experience as input that carries the vote. */
    private static OptionalLong policyThatUsed(String voteId) {
        RunLog log = rig.log();
        Set<Position> carrying = rig.read(Topics.EXPERIENCE).stream()
                .filter(record -> carries(record.value(), voteId))
                .map(PipelineIT::position)
                .collect(Collectors.toSet());
        Optional<StepRecord> step = log.policySteps().stream()
                .filter(each -> each.inputs().stream().anyMatch(carrying::contains))
                .findFirst();
        return step.map(first -> log.policyVersions().stream()
                        .filter(version ->
                                version.logOffset() >= first.position().offset())
                        .mapToLong(VersionRecord::version)
                        .min())
                .orElse(OptionalLong.empty());
    }

    private static boolean carries(Experience experience, String voteId) {
        return experience.getRollouts().stream()
                .anyMatch(rollout -> rollout.getFeedbackIds().contains(voteId));
    }

    private static Position position(ConsumerRecord<?, ?> record) {
        return new Position(record.topic(), record.partition(), record.offset());
    }

    /** Whether the vote can be followed through all stages to an answer. */
    private static boolean traced(String voteId) {
        return LatencyTrace.of(rig.log()).stream()
                .filter(trace -> trace.feedbackId().equals(voteId))
                .anyMatch(VoteTrace::complete);
    }

    private static List<LabelRecord> labelsOf(String voteId) {
        return rig.log().labels().stream()
                .filter(label -> label.feedbackIds().contains(voteId))
                .toList();
    }

    private static void assertEachVoteCountsOnce() {
        RunLog log = rig.log();
        VoteAudit audit = VoteAudit.of(log.votes(), log.labels());
        assertThat(audit.missing()).isEmpty();
        assertThat(audit.repeated()).isEmpty();
        assertThat(audit.labelledOnce()).isEqualTo(audit.votes()).isPositive();
    }

    private static void assertVersionsOnlyGrow() {
        List<Long> announced = rig.read(Topics.POLICY_VERSIONS).stream()
                .map(ConsumerRecord::value)
                .map(ModelVersion::getVersion)
                .toList();
        assertThat(announced).isNotEmpty().doesNotHaveDuplicates().isSorted();
    }

    private void assertNobodyWasRefused() {
        assertThat(ann.statuses()).isNotEmpty().allMatch(status -> status / 100 == 2);
        assertThat(bob.statuses()).isNotEmpty().allMatch(status -> status / 100 == 2);
    }
}
