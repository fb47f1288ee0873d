package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the firewall leaves of the labels in groups of experience. Votes are 100 s apart, so that none is a burst, unless a test says otherwise. */
class GroupTrustTest {
    private static final TrustSettings USUAL = TrustSettings.defaults();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private int votes;

    private static PolicyStages stages(String objective) {
        return PolicyStages.of(PolicyLearningTest.settings("rloo", TechniqueChoice.of(objective), 4e-3));
    }

    private static GroupTrust trust(TrustSettings settings) {
        return new GroupTrust(settings, stages("bco"), 1);
    }

    private static RolloutGroup group(
            String id, Instant at, int token, Optional<BinaryLabel> label, Optional<Double> score) {
        GroupRollout answer = new GroupRollout(
                id + ".0",
                new int[] {1},
                new int[] {token},
                new float[] {-1},
                0,
                0.5,
                label,
                score,
                new float[0],
                Optional.empty());
        return new RolloutGroup(id, 1, List.of(answer), at);
    }

    /** A thumb up on an answer that nobody else saw. */
    private RolloutGroup vote(String person, Instant at) {
        String id = "g" + votes++;
        return group(id, at, votes, Optional.of(new BinaryLabel(1, 1, Optional.of(person))), Optional.empty());
    }

    private RolloutGroup vote(String person) {
        return vote(person, NOON.plusSeconds(100L * votes));
    }

    private List<RolloutGroup> votes(String person, int count) {
        List<RolloutGroup> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groups.add(vote(person));
        }
        return groups;
    }

    /** Twenty people who vote twice. */
    private List<RolloutGroup> crowd() {
        List<RolloutGroup> groups = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            groups.add(vote("user-" + i % 20));
        }
        return groups;
    }

    private static List<RolloutGroup> both(List<RolloutGroup> some, List<RolloutGroup> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static List<BinaryLabel> labels(GroupTrust.Weighed weighed) {
        return weighed.groups().stream()
                .flatMap(group -> group.rollouts().stream())
                .flatMap(answer -> answer.label().stream())
                .toList();
    }

    private static List<Double> weights(GroupTrust.Weighed weighed, String person) {
        return labels(weighed).stream()
                .filter(label -> label.rater().equals(Optional.of(person)))
                .map(BinaryLabel::weight)
                .toList();
    }

    @Test
    void shouldLeaveALoudPersonNoMoreThanTheCap() {
        GroupTrust.Weighed weighed = trust(USUAL).weigh(both(crowd(), votes("loud", 200)));

        assertThat(weights(weighed, "loud"))
                .as("20 free votes of 200")
                .hasSize(200)
                .allSatisfy(weight -> assertThat(weight).isCloseTo(0.1, within(1e-12)));
        assertThat(weights(weighed, "user-3")).containsExactly(1.0, 1.0);
        assertThat(labels(weighed)).extracting(BinaryLabel::said).containsOnly(1.0);
        assertThat(weighed.measures().get("trust-factor"))
                .as("40 and 20 of 240")
                .isCloseTo(0.25, within(1e-12));
    }

    @Test
    void shouldDivideByTheWeightsAsTheyWereSaid() {
        List<RolloutGroup> left =
                trust(USUAL).weigh(both(crowd(), votes("loud", 200))).groups();

        List<PolicyRow> rows = PolicyRow.of(left, stages("bco"));
        assertThat(PolicyBatches.whole(rows).labelWeight()).isEqualTo(240);
        assertThat(PolicyBatches.whole(rows).labelLeft()).as("40 and 20").isCloseTo(60, within(1e-9));
        assertThat(rows.stream().mapToDouble(row -> row.known().labelLeft()).sum())
                .as("40 whole ones and 200 of which a tenth is left")
                .isCloseTo(60, within(1e-9));
    }

    /** Four people who like five answers that the model likes, and two who do not. */
    private List<RolloutGroup> conspiracy(Optional<Double> score) {
        List<RolloutGroup> groups = new ArrayList<>();
        for (int item = 0; item < 5; item++) {
            for (String person : List.of("user-0", "user-1", "user-2", "user-3", "ann", "bob")) {
                String id = "g" + votes++;
                double value = person.startsWith("user") ? 1 : 0;
                Optional<BinaryLabel> label = Optional.of(new BinaryLabel(value, 1, Optional.of(person)));
                groups.add(group(id, NOON.plusSeconds(100L * votes), item, label, score));
            }
        }
        return groups;
    }

    @Test
    void shouldHoldAGroupThatStandsTogetherAgainstModelAndCrowd() {
        TrustSettings strict = new TrustSettings(
                true,
                USUAL.window(),
                USUAL.people(),
                USUAL.anonymousWeight(),
                USUAL.cap(),
                USUAL.burst(),
                new TrustSettings.Grouping(0.001, 0.1, 3, 0),
                USUAL.probes(),
                List.of(),
                List.of());

        assertThat(labels(trust(strict).weigh(conspiracy(Optional.of(2.2)))))
                .as("what the two said is gone: ln 5.4 five times is above ln(pi^2 / 0.006)")
                .hasSize(20)
                .noneMatch(label -> label.value() == 0);
        assertThat(labels(trust(strict).weigh(conspiracy(Optional.empty()))))
                .as("nothing was foreseen")
                .hasSize(30);
        assertThat(labels(trust(USUAL).weigh(conspiracy(Optional.of(2.2)))))
                .as("groups are only named unless set otherwise")
                .hasSize(30);
    }

    @Test
    void shouldHearAVoteOnceInAllItsUses() {
        GroupTrust trust = new GroupTrust(USUAL, stages("bco"), 3);
        List<RolloutGroup> groups = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            groups.add(vote("ann", NOON));
        }
        for (int use = 0; use < 3; use++) {
            assertThat(weights(trust.weigh(groups), "ann"))
                    .as("use %d: 15 at once are no burst", use)
                    .hasSize(15)
                    .containsOnly(1.0);
        }
    }

    @Test
    void shouldTakeOldVotesThatAreLearnedLateForNoBurst() {
        GroupTrust trust = trust(USUAL);
        assertThat(labels(trust.weigh(List.of(vote("bob"), vote("eve"), vote("joe")))))
                .as("a crowd at the pace of single votes")
                .hasSize(3);
        List<RolloutGroup> groups = votes("ann", 60);
        for (int i = groups.size() - 1; i >= 0; i--) {
            assertThat(weights(trust.weigh(List.of(groups.get(i))), "ann"))
                    .as("vote %d, newest first", i)
                    .containsExactly(1.0);
        }
    }

    @Test
    void shouldDropGroupsInWhichOnlyDiscardedPeopleSpoke() {
        GroupTrust.Weighed weighed =
                trust(USUAL.withDecisions(List.of(), List.of("bot"))).weigh(both(votes("bot", 3), votes("ann", 1)));

        assertThat(weighed.groups()).extracting(RolloutGroup::groupId).containsExactly("g3");
        assertThat(weighed.measures()).containsExactly(Map.entry("trust-factor", 0.25));
    }

    @Test
    void shouldSeeBeforeAStepWhatWeighsNothingByTheSettings() {
        TrustSettings decided = USUAL.withDecisions(List.of("loud"), List.of("bot"));
        GroupTrust trust = trust(decided);
        RolloutGroup mixed = new RolloutGroup(
                "two",
                1,
                List.of(vote("bot").rollouts().get(0), vote("ann").rollouts().get(0)),
                NOON);

        assertThat(trust.heard(vote("bot")).hasLabel()).isFalse();
        assertThat(trust.heard(mixed).rollouts())
                .extracting(answer -> answer.label().isPresent())
                .containsExactly(false, true);
        for (RolloutGroup other : votes("loud", 2)) {
            assertThat(trust.heard(other)).isSameAs(other);
        }
        TrustSettings named = new TrustSettings(
                true,
                USUAL.window(),
                USUAL.people(),
                0,
                USUAL.cap(),
                USUAL.burst(),
                USUAL.agreement(),
                USUAL.probes(),
                List.of(),
                List.of());
        RolloutGroup anonymous = group("nobody", NOON, 1, Optional.of(new BinaryLabel(1, 1)), Optional.empty());
        assertThat(trust(named).heard(anonymous).hasLabel()).isFalse();
        assertThat(trust.heard(anonymous).hasLabel()).isTrue();
    }

    @Test
    void shouldDoNothingWhereNobodyReadsLabels(@TempDir Path directory) throws IOException {
        GroupTrust trust = new GroupTrust(USUAL.withDecisions(List.of(), List.of("bot")), stages("reinforce"), 1);
        List<RolloutGroup> groups = votes("bot", 30);

        assertThat(trust.weigh(groups)).isEqualTo(new GroupTrust.Weighed(groups, Map.of()));
        trust.write(directory);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldWeighWhereOnlyAStabilizerReadsLabels() {
        PolicySettings settings = KeptWeightsTest.with(
                PolicyLearningTest.settings("rloo", TechniqueChoice.of("reinforce"), 4e-3),
                List.of(TechniqueChoice.of("overoptimization-stop")));
        GroupTrust trust = new GroupTrust(USUAL.withDecisions(List.of(), List.of("bot")), PolicyStages.of(settings), 1);
        GroupRollout said = vote("bot").rollouts().get(0);
        GroupRollout silent = vote("ann").rollouts().get(0).unjudged().withReward(2);
        RolloutGroup group = new RolloutGroup("two", 1, List.of(said, silent), NOON);

        assertThat(trust.weigh(List.of(group)).groups()).singleElement().satisfies(left -> {
            assertThat(left.rollouts()).hasSize(2);
            assertThat(left.hasLabel()).isFalse();
        });
    }

    @Test
    void shouldGoOnAlikeWhenTheStateIsRestored(@TempDir Path directory) throws IOException {
        GroupTrust live = trust(USUAL);
        GroupTrust.Weighed first = live.weigh(both(crowd(), votes("loud", 60)));
        assertThat(weights(first, "loud").get(0)).isLessThan(1);
        live.write(directory);
        GroupTrust resumed = trust(USUAL);
        resumed.read(directory);
        List<RolloutGroup> more = votes("loud", 10);

        GroupTrust.Weighed second = resumed.weigh(more);

        assertThat(weights(second, "loud"))
                .isEqualTo(weights(live.weigh(more), "loud"))
                .allMatch(weight -> weight < 1);
        Path again = Files.createDirectory(directory.resolve("again"));
        Path other = Files.createDirectory(directory.resolve("other"));
        live.write(again);
        resumed.write(other);
        assertThat(other.resolve("trust.json")).hasSameBinaryContentAs(again.resolve("trust.json"));
        resumed.read(Files.createDirectory(directory.resolve("old")));
        assertThat(weights(resumed.weigh(more), "loud"))
                .as("a snapshot from before the firewall")
                .containsOnly(1.0);
    }
}
