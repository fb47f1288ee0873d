package io.thumbstream.launcher.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.launcher.whatif.Rescoring;
import io.thumbstream.learner.engine.Partition;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.Touched;
import io.thumbstream.model.checkpoint.Digests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Semantics locked here: which groups of experience a person touches, so that no snapshot behind them is a beginning. */
class RebuildingTest {
    private static final Partition FIRST = new Partition("experience", 0);
    private static final Partition SECOND = new Partition("experience", 1);

    private final Absent ann = new Absent(Set.of(Digests.of("ann")), Set.of("vote-of-ann"));

    @Test
    void shouldTouchNothingWhenThePersonHasNoPartInAnyGroup() {
        List<RecordedGroup> groups = List.of(group(0, 3, 1, "bob", "vote-of-bob", 0.5));

        assertThat(touched(groups, Set.of(), Touched.of(List.of())).first()).isEmpty();
    }

    @Test
    void shouldTouchGroupsThatThePersonAskedForOrJudged() {
        List<RecordedGroup> groups = List.of(
                group(0, 3, 1, "bob", "vote-of-bob", 0.5),
                group(0, 7, 1, "bob", "vote-of-ann", 0.5),
                group(1, 9, 1, "ann", "", 0.5),
                group(1, 11, 1, "bob", "vote-of-ann", 0.5));

        assertThat(touched(groups, Set.of(), Touched.of(List.of())).first()).isEqualTo(Map.of(FIRST, 7L, SECOND, 9L));
    }

    @Test
    void shouldTouchGroupsThatAModelScoredWhichLearnedFromThePerson() {
        List<RecordedGroup> groups =
                List.of(group(0, 3, 1, "bob", "", 0.5), group(0, 5, 2, "bob", "", 0.5), group(0, 6, 1, "bob", "", 0.5));

        assertThat(touched(groups, Set.of(2L), Touched.of(List.of())).first()).isEqualTo(Map.of(FIRST, 5L));
    }

    @Test
    void shouldTouchGroupsThatCannotBeReadAnyMore() {
        List<RecordedGroup> groups = List.of(group(0, 7, 1, "bob", "vote-of-ann", 0.5));

        assertThat(touched(groups, Set.of(), Touched.of(List.of(new Position("experience", 0, 2))))
                        .first())
                .isEqualTo(Map.of(FIRST, 2L));
    }

    @Test
    void shouldTouchGroupsWhoseRewardIsAnotherWithoutThePerson() {
        List<RecordedGroup> groups = LongStream.range(0, 4)
                .mapToObj(at -> group(0, at, 1, "bob", "", 0.5))
                .toList();
        Rescoring.Outcome outcome = new Rescoring.Outcome(
                Map.of(
                        groups.get(0).position(), worth(0.5),
                        groups.get(1).position(), worth(0.5),
                        groups.get(2).position(), worth(0.25),
                        groups.get(3).position(), worth(0.5)),
                4,
                0,
                1);

        Touched touched =
                new Rebuilding(groups, ann, Touched.of(List.of()), Touched.of(List.of())).touched(outcome, Set.of());

        assertThat(touched.first()).isEqualTo(Map.of(FIRST, 2L));
    }

    /** Rewards as they were recorded, for all groups that are left. */
    private Touched touched(List<RecordedGroup> groups, Set<Long> retired, Touched asked) {
        Map<Position, Map<String, Rescoring.Worth>> same =
                groups.stream().collect(Collectors.toMap(RecordedGroup::position, group -> worth(0.5)));
        return new Rebuilding(groups, ann, Touched.of(List.of()), asked)
                .touched(new Rescoring.Outcome(same, groups.size(), 0, 0), retired);
    }

    private static Map<String, Rescoring.Worth> worth(double reward) {
        return Map.of("answer", new Rescoring.Worth(reward, true));
    }

    private static RecordedGroup group(
            int partition, long offset, long version, String asker, String feedback, double reward) {
        return new RecordedGroup(
                new Position("experience", partition, offset),
                1,
                version,
                Optional.of(asker),
                List.of(new RecordedGroup.Answer(
                        "answer",
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        reward,
                        Optional.empty(),
                        0,
                        1,
                        feedback.isEmpty() ? List.of() : List.of(feedback))));
    }
}
