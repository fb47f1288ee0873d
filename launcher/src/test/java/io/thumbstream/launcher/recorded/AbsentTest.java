package io.thumbstream.launcher.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.engine.Position;
import io.thumbstream.model.checkpoint.Digests;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is left of a group in which an absent person judged or corrected an answer. */
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
