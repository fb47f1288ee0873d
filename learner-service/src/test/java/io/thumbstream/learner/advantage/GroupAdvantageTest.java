package io.thumbstream.learner.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.learner.advantage.GroupAdvantage.Centre;
import io.thumbstream.learner.advantage.GroupAdvantage.OnMean;
import io.thumbstream.learner.advantage.GroupAdvantage.Scale;
import io.thumbstream.learner.advantage.GroupAdvantage.Settings;
import io.thumbstream.learner.replay.RolloutGroup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Baselines by hand, and the known traps of dividing by a deviation. */
class GroupAdvantageTest {
    private static final int[] ONES = {1, 1, 1, 1};

    private static double[] first(Settings settings, RolloutGroup group) {
        return first(new GroupAdvantage(settings).estimate(group));
    }

    private static double[] first(List<float[]> advantages) {
        return advantages.stream().mapToDouble(row -> row[0]).toArray();
    }

    @Test
    void shouldWeighTheBaselineByLengthWhenItIsLengthWeighted() {
        // (1 * 1 + 9 * 0) / 10 = 0.1
        RolloutGroup group = Groups.of(new double[] {1, 0}, new int[] {1, 9});

        assertThat(first(new Settings(Centre.LENGTH_WEIGHTED, Scale.NONE, 0.1), group))
                .containsExactly(new double[] {0.9, -0.1}, within(1e-7));
    }

    @Test
    void shouldHaveTheLeastVarianceWhenShortAnswersAreTheGoodOnes() {
        RolloutGroup group = Groups.of(new double[] {1, 0}, new int[] {1, 9});

        // the squared gradient of an answer grows with its length: sum_i L_i A_i^2; no baseline at all has 1 * 1 = 1
        assertThat(variance(Centre.LENGTH_WEIGHTED, group)).isCloseTo(0.9, within(1e-6));
        assertThat(variance(Centre.MEAN, group)).isCloseTo(2.5, within(1e-6)).isGreaterThan(1);
    }

    private static double variance(Centre centre, RolloutGroup group) {
        double[] advantages = first(new Settings(centre, Scale.NONE, 0.1), group);
        double sum = 0;
        for (int i = 0; i < advantages.length; i++) {
            sum += group.rollouts().get(i).tokens().length * advantages[i] * advantages[i];
        }
        return sum;
    }

    @Test
    void shouldCompareAcrossGroupsWhenTheCentreIsTheBatch() {
        // mean 5/3; -5/3, -2/3, 7/3 have deviation sqrt(78 / 27) = 1.699673
        GroupAdvantage estimator = new GroupAdvantage(new Settings(Centre.BATCH, Scale.BATCH_STD, 0.1));
        RolloutGroup pair = Groups.of(new double[] {0, 1}, new int[] {1, 1});
        RolloutGroup single = Groups.of(new double[] {4}, new int[] {2});
        List<List<float[]>> step = estimator.estimateStep(List.of(pair, single));

        assertThat(first(step.get(0))).containsExactly(new double[] {-0.980581, -0.392232}, within(1e-5));
        assertThat(step.get(1).get(0)).containsExactly(new float[] {1.372813f, 1.372813f}, within(1e-5f));
        assertThat(estimator.learnsFrom(single)).isTrue();
        assertThat(new GroupAdvantage(new OnMean(true, 0.1)).learnsFrom(single)).isFalse();
    }

    @Test
    void shouldCancelWhatAllAnswersOfAPromptShareUnlessTheCentreIsTheBatch() {
        RolloutGroup plain = Groups.of(new double[] {0.1, 0.5}, new int[] {1, 1});
        RolloutGroup lifted = Groups.of(new double[] {3.1, 3.5}, new int[] {1, 1});
        for (Centre centre : Centre.values()) {
            GroupAdvantage estimator = new GroupAdvantage(new Settings(centre, Scale.NONE, 0.1));
            double[] before =
                    first(estimator.estimateStep(List.of(plain, plain)).get(0));
            double[] after =
                    first(estimator.estimateStep(List.of(lifted, plain)).get(0));

            assertThat(after[0] - before[0]).as("%s", centre).isCloseTo(centre == Centre.BATCH ? 1.5 : 0, within(1e-6));
        }
    }

    @Test
    void shouldNotTurnNoiseIntoAdvantagesOfDeviationOneWhenTheFloorHolds() {
        RolloutGroup noise = Groups.of(new double[] {0.55, 0.45, 0.55, 0.45}, ONES);

        assertThat(first(new Settings(Centre.MEAN, Scale.GROUP_STD, 1e-6), noise)[0])
                .isCloseTo(1, within(1e-6));
        assertThat(first(new Settings(Centre.MEAN, Scale.GROUP_STD, 0.1), noise)[0])
                .isCloseTo(0.5, within(1e-6));
        assertThat(first(new Settings(Centre.MEAN, Scale.NONE, 0.1), noise)[0]).isCloseTo(0.05, within(1e-6));
    }

    /** Rewards of one prompt are ten times as far apart as those of another: 0.2 and 2, in deviations 2 and 2. */
    @Test
    void shouldForgetHowFarTheRewardsOfAPromptAreApartOnlyWhenDividedByTheirDeviation() {
        RolloutGroup narrow = Groups.of(new double[] {0.4, 0.6}, new int[] {1, 1});
        RolloutGroup wide = Groups.of(new double[] {-0.5, 1.5}, new int[] {1, 1});
        Settings divided = new Settings(Centre.LEAVE_ONE_OUT, Scale.GROUP_STD, 1e-6);
        Settings plain = new Settings(Centre.LEAVE_ONE_OUT, Scale.NONE, 1e-6);

        assertThat(first(divided, narrow)[1]).isCloseTo(2, within(1e-5));
        assertThat(first(divided, wide)[1]).isCloseTo(2, within(1e-5));
        assertThat(first(plain, narrow)[1]).isCloseTo(0.2, within(1e-6));
        assertThat(first(plain, wide)[1]).isCloseTo(2, within(1e-6));
    }

    @Test
    void shouldKeepTheMeaningOfTheOlderNames() {
        RolloutGroup group = Groups.of(new double[] {0, 2}, new int[] {1, 1});
        AdvantageEstimator older = AdvantageEstimators.CATALOG.create(
                "group-relative", JsonNodeFactory.instance.objectNode().put("deviation-floor", 4.0));

        assertThat(first(older.estimate(group))).containsExactly(-0.25, 0.25);
        assertThat(first(AdvantageEstimators.CATALOG.create("group-centred").estimate(group)))
                .containsExactly(-1, 1);
    }
}
