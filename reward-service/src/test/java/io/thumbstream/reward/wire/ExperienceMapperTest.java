package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.transform.RewardGroup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What transforms are told of a draft. */
class ExperienceMapperTest {
    private static final RolloutEvent FIRST = Events.rollout("g", 0, 2, 1_000);
    private static final RolloutEvent SECOND = Events.rollout("g", 1, 2, 1_100);

    @Test
    void shouldTellScoreLengthAndHowLikelyFeedbackWas() {
        RewardGroup group = ExperienceMapper.begin(draft(new ScoreState(1.5, 0.25, 3), new ScoreState(-1, 0.5, 3)));

        assertThat(group.scored()).isTrue();
        assertThat(group.rows().get(0)).satisfies(row -> {
            assertThat(row.reward()).isEqualTo(1.5);
            assertThat(row.deviation()).isEqualTo(0.25);
            assertThat(row.tokens()).isEqualTo(FIRST.trace().length()).isPositive();
            assertThat(row.feedbackProbability()).isEqualTo(FIRST.feedbackProbability());
            assertThat(row.approval()).isNull();
        });
    }

    private static Output.Draft draft(ScoreState first, ScoreState second) {
        return new Output.Draft(
                new GroupState("g", 2, 2, 1_100_000, 1),
                List.of(
                        new RolloutState(FIRST, false, List.of(), first),
                        new RolloutState(SECOND, false, List.of(), second)),
                1,
                1_100_000);
    }
}
