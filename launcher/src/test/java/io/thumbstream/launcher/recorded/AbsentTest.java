package io.thumbstream.launcher.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.engine.InputChange;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Ruling;
import io.thumbstream.model.checkpoint.Digests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of a group in which an absent person judged or corrected an answer, and of decisions about people. */
class AbsentTest {
    private final Absent ann = new Absent(Set.of(Digests.of("ann")), Set.of("edit-of-ann"));

    @Test
    void shouldForgetTheLikenessOfAllAnswersToWhatAnAbsentPersonMadeOfOne() {
        List<RecordedGroup> left = ann.groups(List.of(group("bob", List.of("edit-of-ann"))));

        assertThat(left).singleElement().satisfies(group -> {
            assertThat(group.answers())
                    .extracting(RecordedGroup.Answer::similarity)
                    .containsOnly(Optional.empty());
            assertThat(group.answers())
                    .extracting(RecordedGroup.Answer::approval)
                    .containsExactly(Optional.empty(), Optional.of(1.0));
            assertThat(group.whole()).as("the edit is left out").isFalse();
        });
    }

    @Test
    void shouldKeepTheLikenessToWhatOthersMade() {
        RecordedGroup group = group("bob", List.of("edit-of-bob"));

        assertThat(ann.groups(List.of(group))).containsExactly(group);
        assertThat(Absent.nobody().groups(List.of(group))).containsExactly(group);
    }

    @Test
    void shouldLeaveOutGroupsOfAnAbsentPerson() {
        assertThat(ann.groups(List.of(group("ann", List.of())))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Decision.class)
    void shouldTakeDecisionsAboutAnAbsentPersonAlong(Decision decision) {
        InputRecord<RolloutGroup> ofAnn = decision("ann", decision);
        InputRecord<RolloutGroup> ofBob = decision("bob", decision);
        InputRecord<RolloutGroup> asked = new InputRecord<>(new Position("experience", 0, 7), "g", 1, answered());
        InputChange<RolloutGroup> nothing = unusedGroup -> Optional.empty();

        assertThat(ann.experience(nothing).of(ofAnn)).isEmpty();
        assertThat(ann.experience(nothing).of(ofBob)).as("no group").contains(ofBob);
        assertThat(ann.experience(nothing).of(asked))
                .as("groups as the caller says")
                .isEmpty();
        assertThat(ann.experience(InputChange.none()).of(asked)).contains(asked);
        assertThat(Absent.nobody().experience(nothing).of(ofAnn)).contains(ofAnn);
    }

    private static InputRecord<RolloutGroup> decision(String person, Decision decision) {
        RolloutGroup about = RolloutGroup.about("about-" + person, new Ruling(person, decision), Instant.EPOCH);
        return new InputRecord<>(new Position("decisions", 0, 0), about.groupId(), 1, about);
    }

    private static RolloutGroup answered() {
        GroupRollout answer =
                new GroupRollout("g.0", new int[] {1}, new int[] {2}, new float[] {-1}, 0, 0.5, Optional.empty());
        return new RolloutGroup("g", 1, List.of(answer), Instant.EPOCH);
    }

    private static RecordedGroup group(String asker, List<String> firstShapedBy) {
        return new RecordedGroup(
                new Position("experience", 0, 7),
                1,
                3,
                Optional.of(asker),
                List.of(answer("g.0", firstShapedBy), answer("g.1", List.of())));
    }

    private static RecordedGroup.Answer answer(String id, List<String> feedbackIds) {
        return new RecordedGroup.Answer(
                id,
                4,
                Optional.empty(),
                Optional.empty(),
                0.5,
                Optional.of(1.0),
                1,
                1,
                feedbackIds,
                Optional.of(0.75),
                false);
    }
}
