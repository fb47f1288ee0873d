package io.thumbstream.launcher.rewardtrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskedJudgementsTest {
    private static final long SEED = 6;
    private static final DataSettings.Asking SOME = new DataSettings.Asking(0.2, 3, 0.8);
    private static final TechniqueChoice MARGIN = TechniqueChoice.of("margin-asking");

    @Test
    void shouldTakeEverythingAsItIsWhereAllAreAskedFor() {
        List<RewardData.Judgement> all = judgements(10);
        AskedJudgements asked =
                new AskedJudgements(RewardArm.AT_RANDOM, DataSettings.Asking.EVERYTHING, SEED, inputs -> {
                    throw new AssertionError("nobody needs scores");
                });

        assertThat(asked.parts(all)).containsExactly(all);
        assertThat(asked.said(all)).isSameAs(all);
    }

    @Test
    void shouldComeInPartsThatAreAllThereTogether() {
        List<RewardData.Judgement> all = judgements(10);
        List<List<RewardData.Judgement>> parts = asked(MARGIN).parts(all);

        assertThat(parts).extracting(List::size).containsExactly(4, 4, 2);
        assertThat(parts.stream().flatMap(List::stream).toList()).isEqualTo(all);
    }

    @Test
    void shouldAskMoreAboutCloseScoresAndRecordTheProbability() {
        List<RewardData.Judgement> all = judgements(4000);
        List<RewardData.Judgement> said = asked(MARGIN).said(all);
        List<RewardData.Judgement> close =
                said.stream().filter(each -> lead(each) == 0).toList();

        // half of pairs have a lead of 0 and half of 3: u = 1 and e^-6, mean 0.501; p = 0.2 (0.1 + 0.9 u / n)
        assertThat(said.size() / 4000.0).as("seed %d", SEED).isEqualTo(0.2, within(0.03));
        assertThat(close.size() / 2000.0).as("seed %d", SEED).isEqualTo(0.379, within(0.05));
        assertThat(close.get(close.size() - 1).label().evidence().propensity()).isEqualTo(0.379, within(0.02));
        assertThat(said).allSatisfy(each -> {
            assertThat(each.label().evidence().kind()).isEqualTo(FeedbackKind.PAIR);
            assertThat(each.label().evidence().propensity()).isBetween(0.02, 1.0);
        });
        assertThat(asked(MARGIN).said(all)).as("seed %d", SEED).isEqualTo(said);
    }

    @Test
    void shouldLeaveThumbsAlone() {
        RewardData.Judgement thumb = new RewardData.Judgement(
                "thumb", new RewardLabel(LabelKind.BINARY, List.of(input(0)), 1, 1, Optional.empty()), false);
        List<RewardData.Judgement> mixed = new ArrayList<>(judgements(3));
        mixed.add(1, thumb);

        assertThat(asked(MARGIN).said(mixed)).contains(thumb);
    }

    private static AskedJudgements asked(TechniqueChoice policy) {
        return new AskedJudgements(policy, SOME, SEED, inputs -> {
            assertThat(inputs).hasSizeBetween(1, 256);
            return inputs.stream().map(AskedJudgementsTest::scores).toArray(double[][]::new);
        });
    }

    private static double[] scores(ScoreInput input) {
        return new double[] {Double.parseDouble(input.response())};
    }

    private static double lead(RewardData.Judgement judgement) {
        List<ScoreInput> items = judgement.label().items();
        return scores(items.get(0))[0] - scores(items.get(1))[0];
    }

    /** Pairs of which every other one has a lead of 3. */
    private static List<RewardData.Judgement> judgements(int count) {
        List<RewardData.Judgement> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RewardLabel label = new RewardLabel(
                    LabelKind.PAIR,
                    List.of(input(i % 2 == 0 ? 0 : 3), input(0)),
                    1,
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    new Evidence(FeedbackKind.PAIR, false, 0, 1));
            all.add(new RewardData.Judgement("pair-" + i, label, false));
        }
        return all;
    }

    private static ScoreInput input(double score) {
        return new ScoreInput("p", Double.toString(score));
    }
}
