package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.credit.CreditAssigners;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Remark;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.reward.transform.RewardRow;
import io.thumbstream.schemas.avro.ScoredRollout;
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

    @Test
    void shouldTellEveryAnswerWhatPeopleMadeOfOneOfItsGroup() {
        Output.Draft plain = draft(new ScoreState(1, 0, 3), new ScoreState(-2, 0, 3));
        Output.Draft edited = new Output.Draft(
                plain.group(),
                plain.rollouts(),
                plain.completeness(),
                plain.timeMicros(),
                List.of(
                        new Remark("g.1", FeedbackKind.EDIT, null, "an other answer"),
                        new Remark("g.0", FeedbackKind.SPAN, -1.0, "0-4")));

        assertThat(ExperienceMapper.begin(edited).rows())
                .extracting(RewardRow::texts)
                .containsExactly(
                        new RewardRow.Texts(FIRST.response(), List.of("an other answer")),
                        new RewardRow.Texts(SECOND.response(), List.of("an other answer")));
        assertThat(ExperienceMapper.begin(plain).rows())
                .allSatisfy(row -> assertThat(row.texts().corrections()).isEmpty());
    }

    @Test
    void shouldPutTheRewardOfAnAnswerWherePeopleCorrectedIt() {
        Output.Draft plain = draft(new ScoreState(1, 0, 3), new ScoreState(-2, 0, 3));
        Output.Draft edited = new Output.Draft(
                plain.group(),
                plain.rollouts(),
                plain.completeness(),
                plain.timeMicros(),
                List.of(new Remark("g.1", FeedbackKind.EDIT, null, "an other answer")));

        // the edit begins at the third letter of the answer, which is in the first of its two tokens
        assertThat(tokenRewards(edited)).containsExactly(List.of(0f, 1f), List.of(-2f, 0f));
        assertThat(tokenRewards(plain)).containsExactly(List.of(0f, 1f), List.of(0f, -2f));
    }

    private static List<List<Float>> tokenRewards(Output.Draft draft) {
        RewardPipeline pipeline = new RewardPipeline(
                "reward/support", new RewardChain(List.of()), CreditAssigners.CATALOG.create("at-event"));
        return new ExperienceMapper(pipeline)
                .experience(draft, ExperienceMapper.begin(draft)).getRollouts().stream()
                        .map(ScoredRollout::getTokenRewards)
                        .toList();
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
