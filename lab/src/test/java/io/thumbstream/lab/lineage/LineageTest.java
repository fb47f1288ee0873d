package io.thumbstream.lab.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A small world: votes a and b (by ann), c (by bob). Labels: a; b in two revisions; c. The reward learner learns a (version 1), then
 * b's first revision and c (version 2). Groups: one scored by model 1 that carries a, one by model 2 that carries c.
 */
class LineageTest {
    private final Lineage lineage = new Lineage(facts());

    static LineageFacts facts() {
        return new LineageFacts(
                List.of(vote("a", "ann"), vote("b", "ann"), vote("c", "bob"), vote("d", "")),
                List.of(
                        new LineageFacts.Label(10, "la", 1, Set.of("a")),
                        new LineageFacts.Label(11, "lb", 1, Set.of("b")),
                        new LineageFacts.Label(12, "lc", 1, Set.of("c")),
                        new LineageFacts.Label(13, "lb", 2, Set.of("b"))),
                List.of(
                        new LineageFacts.Experience(20, 1, Set.of("a")),
                        new LineageFacts.Experience(21, 2, Set.of("c")),
                        new LineageFacts.Experience(22, 0, Set.of())),
                new LineageFacts.Learner(
                        List.of(
                                new LineageFacts.Step(0, 1, List.of(10L)),
                                new LineageFacts.Step(2, 2, List.of(11L, 12L, 10L))),
                        List.of(version(1, 0), version(2, 2))),
                new LineageFacts.Learner(
                        List.of(
                                new LineageFacts.Step(1, 1, List.of(20L, 22L)),
                                new LineageFacts.Step(3, 2, List.of(21L, 20L))),
                        List.of(version(1, 1), version(2, 3))),
                Instant.EPOCH);
    }

    @Test
    void shouldNameTheVotesOfARewardModelWhenAsked() {
        VersionLineage first = lineage.rewardVersion(1).orElseThrow();
        assertThat(first.votes()).containsExactly("a");
        assertThat(first.steps()).isEqualTo(1);

        VersionLineage second = lineage.rewardVersion(2).orElseThrow();
        assertThat(second.votes()).containsExactly("a", "b", "c");
        assertThat(second.users()).containsExactly("ann", "bob");
        assertThat(second.steps()).isEqualTo(2);
        assertThat(second.ownSteps()).isEqualTo(1);
        assertThat(second.inputs())
                .as("each label once, however often it was used")
                .isEqualTo(3);
    }

    @Test
    void shouldTellVotesInGroupsFromVotesBehindScoresWhenAskedForAPolicy() {
        VersionLineage first = lineage.policyVersion(1).orElseThrow();
        assertThat(first.votes()).containsExactly("a");
        assertThat(first.scoredBy()).isEqualTo(1);
        assertThat(first.votesBehindScores()).containsExactly("a");

        VersionLineage second = lineage.policyVersion(2).orElseThrow();
        assertThat(second.votes()).containsExactly("a", "c");
        assertThat(second.scoredBy()).isEqualTo(2);
        assertThat(second.votesBehindScores()).containsExactly("a", "b", "c");
    }

    @Test
    void shouldNameTheVersionsOfAVoteWhenAsked() {
        VoteLineage a = lineage.vote("a").orElseThrow();
        assertThat(a.labels()).containsExactly("la 1");
        assertThat(a.revised()).isFalse();
        assertThat(a.rewardUses()).isEqualTo(2);
        assertThat(a.firstRewardVersion()).hasValue(1);
        assertThat(a.policyUses()).isEqualTo(2);
        assertThat(a.firstPolicyVersion()).hasValue(1);
        assertThat(a.firstScoredPolicyVersion()).hasValue(1);

        VoteLineage b = lineage.vote("b").orElseThrow();
        assertThat(b.labels()).containsExactly("lb 1", "lb 2");
        assertThat(b.revised()).isTrue();
        assertThat(b.firstRewardVersion()).hasValue(2);
        assertThat(b.groups()).isZero();
        assertThat(b.firstPolicyVersion()).isEqualTo(OptionalLong.empty());
        assertThat(b.firstScoredPolicyVersion()).hasValue(2);
    }

    @Test
    void shouldSayThatNothingWasShapedWhenAVoteWasNotLearned() {
        VoteLineage d = lineage.vote("d").orElseThrow();
        assertThat(d.labels()).isEmpty();
        assertThat(d.firstRewardVersion()).isEmpty();
        assertThat(d.firstScoredPolicyVersion()).isEmpty();
    }

    @Test
    void shouldKnowNothingWhenTheTopicsDoNot() {
        assertThat(lineage.vote("x")).isEmpty();
        assertThat(lineage.policyVersion(9)).isEmpty();
        assertThat(lineage.rewardVersion(0)).isEmpty();
    }

    @Test
    void shouldKeepPartitionAndOffsetApartInAPlace() {
        assertThat(LineageFacts.place(1, 5))
                .isNotEqualTo(LineageFacts.place(0, 5))
                .isNotEqualTo(LineageFacts.place(1, 6));
    }

    private static LineageFacts.Vote vote(String id, String user) {
        return new LineageFacts.Vote(id, user, false, Instant.EPOCH);
    }

    private static LineageFacts.Version version(long number, long offset) {
        return new LineageFacts.Version(number, offset, Instant.EPOCH.plusSeconds(number));
    }
}
