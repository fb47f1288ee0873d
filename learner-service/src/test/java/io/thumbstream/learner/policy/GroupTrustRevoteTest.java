package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What labels of experience count for cap and bursts that are changed, come again, or are withdrawn. Twenty votes of a person are free. */
class GroupTrustRevoteTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String ANN = "ann";

    /** A firewall under which a label has {@code uses} uses, and a crowd of twenty people who voted twice. */
    private static GroupTrust trust(int uses) {
        PolicySettings settings = PolicyLearningTest.settings("rloo", TechniqueChoice.of("bco"), 4e-3);
        GroupTrust trust = new GroupTrust(TrustSettings.defaults(), PolicyStages.of(settings), uses);
        for (int i = 0; i < 20; i++) {
            int first = 1000 + 2 * i;
            assertThat(weights(trust.weigh(groups(first, first + 2, 1, says("user-" + i, 1)))))
                    .as("person %d", i)
                    .containsExactly(1.0, 1.0);
        }
        return trust;
    }

    private static Optional<BinaryLabel> says(String person, double value) {
        return Optional.of(new BinaryLabel(value, 1, Optional.of(person)));
    }

    private static RolloutGroup group(int number, int revision, Instant at, Optional<BinaryLabel> label) {
        String id = "g" + number;
        GroupRollout answer =
                new GroupRollout(id + ".0", new int[] {1}, new int[] {number}, new float[] {-1}, 0, 0.5, label);
        return new RolloutGroup(id, revision, List.of(answer), at);
    }

    /** A time that is no burst with that of another number. */
    private static Instant slow(int number) {
        return NOON.plusSeconds(100L * number);
    }

    /** Groups of one answer each, from number {@code from} to before {@code to}, of which the same is said. */
    private static List<RolloutGroup> groups(int from, int to, int revision, Optional<BinaryLabel> label) {
        return IntStream.range(from, to)
                .mapToObj(number -> group(number, revision, slow(number), label))
                .toList();
    }

    private static List<Double> weights(GroupTrust.Weighed weighed) {
        return weighed.groups().stream()
                .flatMap(group -> group.rollouts().stream())
                .flatMap(answer -> answer.label().stream())
                .map(BinaryLabel::weight)
                .toList();
    }

    private static void expect(GroupTrust.Weighed weighed, int labels, double weight, String why) {
        assertThat(weights(weighed)).as("%s", why).hasSize(labels).allSatisfy(one -> assertThat(one)
                .isCloseTo(weight, within(1e-12)));
    }

    @ParameterizedTest(name = "{0} uses")
    @CsvSource({"1, 0.25", "4, 0.4"})
    void shouldCountAChangedVoteOnTopOfWhatTheOldOneTaught(int uses, double left) {
        GroupTrust trust = trust(uses);
        expect(trust.weigh(groups(0, 40, 1, says(ANN, 1))), 40, 0.5, "20 of 40");

        expect(trust.weigh(groups(0, 40, 2, says(ANN, 0))), 40, left, "20 of 40 and 40, or of 40 and a quarter of 40");
    }

    /** Of four uses those that are left are no news; of forty votes each further use is ten. */
    @ParameterizedTest(name = "{0} uses")
    @CsvSource({"1, 40", "4, 10"})
    void shouldCountAVoteThatOnlyComesAgainByWhatItTeachesBeyondItsUses(int uses, int more) {
        GroupTrust trust = trust(uses);
        for (int use = 1; use <= uses + 3; use++) {
            int votes = 40 + more * Math.max(0, use - uses);
            expect(trust.weigh(groups(0, 40, use, says(ANN, 1))), 40, 20.0 / votes, "use " + use);
        }
    }

    /** The revision that withdraws teaches an objective of labels nothing, so nobody hears it. */
    @Test
    void shouldCountAgainAVoteThatWasWithdrawnInARevisionThatNoStepTook() {
        GroupTrust trust = trust(1);
        expect(trust.weigh(groups(0, 40, 1, says(ANN, 1))), 40, 0.5, "20 of 40");
        expect(trust.weigh(groups(0, 40, 3, says(ANN, 1))), 40, 0.25, "20 of 80");
        expect(trust.weigh(groups(0, 40, 5, says(ANN, 1))), 40, 20.0 / 120, "20 of 120");
        expect(trust.weigh(groups(40, 41, 1, says(ANN, 1))), 1, 20.0 / 121, "one more");
    }

    @ParameterizedTest(name = "{0} uses")
    @CsvSource({"1, 0.3333333333333333", "4, 0.8"})
    void shouldTakeBackOfWithdrawnVotesOnlyWhatTheyHadYetToTeach(int uses, double left) {
        GroupTrust trust = trust(uses);
        expect(trust.weigh(groups(0, 40, 1, says(ANN, 1))), 40, 0.5, "20 of 40");
        for (int revision = 2; revision <= 3; revision++) {
            assertThat(weights(trust.weigh(groups(0, 20, revision, Optional.empty()))))
                    .as("revision %d", revision)
                    .isEmpty();
        }

        expect(
                trust.weigh(groups(20, 40, 1, says(ANN, 1))),
                20,
                left,
                "20 of 20 that taught and 20 that teach twice, or of 20 and a quarter of 20");
    }

    @Test
    void shouldCountAgainAVoteThatIsGivenAgainAfterItWasWithdrawn() {
        GroupTrust trust = trust(1);
        expect(trust.weigh(groups(0, 20, 1, says(ANN, 1))), 20, 1, "all are free");
        assertThat(weights(trust.weigh(groups(0, 20, 2, Optional.empty())))).isEmpty();

        expect(trust.weigh(groups(0, 20, 3, says(ANN, 1))), 20, 0.5, "it is learned twice");
    }

    @Test
    void shouldCutWhoKeepsFlippingOneVote() {
        GroupTrust trust = trust(1);
        for (int i = 0; i < 100; i++) {
            GroupTrust.Weighed weighed = trust.weigh(List.of(group(0, i + 1, slow(i), says(ANN, i % 2))));
            expect(weighed, 1, Math.min(1, 20.0 / (i + 1)), "word " + i);
        }
    }

    @Test
    void shouldCutTheBurstOfWhoKeepsFlippingOneVote() {
        GroupTrust trust = trust(1);
        for (int i = 0; i < 40; i++) {
            GroupTrust.Weighed weighed = trust.weigh(List.of(group(0, i + 1, NOON.plusMillis(i), says(ANN, i % 2))));
            double free = Math.min(1, 20.0 / (i + 1));
            expect(weighed, 1, free * free, "by cap and by bursts, word " + i);
        }
    }

    @Test
    void shouldKnowWhatWasSaidWhenItIsRestored(@TempDir Path directory) throws IOException {
        GroupTrust live = trust(1);
        expect(live.weigh(groups(0, 40, 1, says(ANN, 1))), 40, 0.5, "20 of 40");
        live.write(directory);
        GroupTrust resumed = trust(1);
        resumed.read(directory);

        for (GroupTrust each : List.of(resumed, live)) {
            expect(each.weigh(groups(0, 40, 2, says(ANN, 1))), 40, 0.25, "the same again");
            expect(each.weigh(groups(0, 40, 3, says(ANN, 0))), 40, 20.0 / 120, "something else");
        }
    }
}
