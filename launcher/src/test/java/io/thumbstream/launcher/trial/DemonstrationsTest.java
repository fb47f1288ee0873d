package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.tasks.desk.DeskWords;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Remark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people wrote stands beside the answers and changes none of them. */
class DemonstrationsTest {
    private static final GroupRollout FIRST = rollout("g.0");
    private static final GroupRollout SECOND = rollout("g.1");

    private final Demonstrations demonstrations = new Demonstrations(DeskWords.list());

    private static GroupRollout rollout(String id) {
        return new GroupRollout(
                id,
                new int[] {10, 2, 2},
                new int[] {DeskWords.UNDO, DeskWords.END},
                new float[] {-1, -1},
                3,
                0.5,
                Optional.empty());
    }

    private static InputRecord<RolloutGroup> record() {
        RolloutGroup group = new RolloutGroup("g", 2, List.of(FIRST, SECOND), Instant.EPOCH);
        return new InputRecord<>(new Position("experience", 0, 7), "g", 2, group);
    }

    @Test
    void shouldAddEachEditAfterTheAnswers() {
        Remark edit = new Remark("g.1", FeedbackKind.EDIT, null, "button0");
        InputRecord<RolloutGroup> shown = demonstrations.beside(record(), List.of(edit));

        assertThat(shown.position()).isEqualTo(record().position());
        assertThat(shown.revision()).isEqualTo(2);
        assertThat(shown.value().rollouts()).hasSize(3).startsWith(FIRST, SECOND);
        GroupRollout added = shown.value().rollouts().get(2);
        assertThat(added.rolloutId()).isEqualTo("g.1#edit");
        assertThat(added.promptTokens()).containsExactly(10, 2, 2);
        assertThat(added.tokens()).containsExactly(4, DeskWords.END);
        assertThat(added.fromElsewhere()).isTrue();
        assertThat(added.label()).contains(new BinaryLabel(1, 1));
    }

    @Test
    void shouldAddNothingOfOtherGroups() {
        Remark other = new Remark("h.1", FeedbackKind.EDIT, null, "button0");

        assertThat(demonstrations.beside(record(), List.of(other)).value().rollouts())
                .containsExactly(FIRST, SECOND);
        assertThat(demonstrations.beside(record(), List.of())).isEqualTo(record());
    }
}
