package io.thumbstream.learner.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every entry of {@link AdvantageEstimators} must do. */
class AdvantageEstimatorContractTest {
    static Stream<String> names() {
        return AdvantageEstimators.CATALOG.names().stream();
    }

    private static RolloutGroup group(double... rewards) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (double reward : rewards) {
            int time = 1 + rollouts.size() % 3;
            rollouts.add(new GroupRollout(
                    "g." + rollouts.size(),
                    new int[] {1},
                    new int[time],
                    new float[time],
                    0,
                    reward,
                    Optional.empty()));
        }
        return new RolloutGroup("g", 1, rollouts, Instant.EPOCH);
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
    void shouldSumToZeroOverTheGroup(String name) {
        double sum = estimate(name, group(0.1, 0.5, 0.2, -0.9)).stream()
                .mapToDouble(row -> row[0])
                .sum();

        assertThat(sum).isCloseTo(0, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldBeZeroWhenThereIsNothingToCompare(String name) {
        assertThat(estimate(name, group(0.7)).get(0)).containsOnly(0f);
        estimate(name, group(0.7, 0.7, 0.7))
                .forEach(row -> assertThat(row).containsExactly(new float[row.length], within(1e-6f)));
    }
}
