package io.thumbstream.learner.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every entry of {@link AdvantageEstimators} must do. */
class AdvantageEstimatorContractTest {
    static Stream<String> names() {
        return AdvantageEstimators.CATALOG.names().stream();
    }

    private static RolloutGroup group(double... rewards) {
        int[] lengths = new int[rewards.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = 1 + i % 3;
        }
        return Groups.of(rewards, lengths);
    }

    private static List<float[]> estimate(String name, RolloutGroup group) {
        return AdvantageEstimators.CATALOG.create(name).estimate(group);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveOneValuePerToken(String name) {
        RolloutGroup group = group(0, 1, 2, 3);
        List<float[]> advantages = estimate(name, group);

        assertThat(advantages).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(advantages.get(i)).hasSize(group.rollouts().get(i).tokens().length);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldOrderAnswersAsTheirRewardsDo(String name) {
        List<float[]> advantages = estimate(name, group(0.2, -1, 0.9, 0.2, 0.3));

        assertThat(advantages.get(2)[0]).isPositive().isGreaterThan(advantages.get(4)[0]);
        assertThat(advantages.get(0)[0]).isEqualTo(advantages.get(3)[0]);
        assertThat(advantages.get(1)[0]).isNegative();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldNotDependOnAConstantAddedToAllRewards(String name) {
        List<float[]> plain = estimate(name, group(0.1, 0.5, 0.2));
        List<float[]> lifted = estimate(name, group(7.1, 7.5, 7.2));

        for (int i = 0; i < 3; i++) {
            assertThat(lifted.get(i)).containsExactly(plain.get(i), within(1e-5f));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSumToZeroOverTheAnswersOrOverTheTokens(String name) {
        double answers = 0;
        double tokens = 0;
        for (float[] row : estimate(name, group(0.1, 0.5, 0.2, -0.9))) {
            answers += row[0];
            tokens += (double) row.length * row[0];
        }

        assertThat(Math.min(Math.abs(answers), Math.abs(tokens))).isCloseTo(0, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveEachAnswerTheSameWhateverTheOrderOfTheGroup(String name) {
        RolloutGroup group = group(0.2, -1, 0.9, 0.4, 0.3);
        List<GroupRollout> turned = new ArrayList<>(group.rollouts());
        Collections.rotate(turned, 2);
        List<float[]> plain = new ArrayList<>(estimate(name, group));
        Collections.rotate(plain, 2);
        List<float[]> found = estimate(name, new RolloutGroup("g", 1, turned, Instant.EPOCH));

        for (int i = 0; i < 5; i++) {
            assertThat(found.get(i)).containsExactly(plain.get(i), within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveTheSameBitsTwiceAndChangeNothingItWasGiven(String name) {
        RolloutGroup group = group(0.2, -1, 0.9);
        AdvantageEstimator estimator = AdvantageEstimators.CATALOG.create(name);
        List<float[]> once = estimator.estimate(group);
        List<float[]> again = estimator.estimate(group);

        for (int i = 0; i < 3; i++) {
            assertThat(again.get(i)).containsExactly(once.get(i));
            assertThat(group.rollouts().get(i).behaviourLogProbs()).containsOnly(0f);
        }
        assertThat(group.rollouts()).extracting(GroupRollout::reward).containsExactly(0.2, -1.0, 0.9);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldStayFiniteWhenRewardsAreExtreme(String name) {
        for (double extreme : new double[] {1e-30, 1e6, 1e15}) {
            estimate(name, group(-extreme, 0, extreme, extreme)).forEach(row -> {
                for (float each : row) {
                    assertThat(each).as("rewards %s", extreme).isFinite();
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldEstimateEveryGroupOfAStepInOrder(String name) {
        List<List<float[]>> step =
                AdvantageEstimators.CATALOG.create(name).estimateStep(List.of(group(0, 1), group(2), group(3, 4, 9)));

        assertThat(step).extracting(List::size).containsExactly(2, 1, 3);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldBeZeroWhenThereIsNothingToCompare(String name) {
        assertThat(estimate(name, group(0.7)).get(0)).containsOnly(0f);
        estimate(name, group(0.7, 0.7, 0.7))
                .forEach(row -> assertThat(row).containsExactly(new float[row.length], within(1e-6f)));
    }
}
