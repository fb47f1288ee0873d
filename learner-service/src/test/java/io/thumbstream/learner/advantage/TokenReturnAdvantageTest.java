package io.thumbstream.learner.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.learner.advantage.GroupAdvantage.Centre;
import io.thumbstream.learner.advantage.TokenReturnAdvantage.Returns;
import io.thumbstream.learner.advantage.TokenReturnAdvantage.Scale;
import io.thumbstream.learner.advantage.TokenReturnAdvantage.Settings;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Returns by hand, and what this has in common with rloo. */
class TokenReturnAdvantageTest {
    /** Baselines are 0.75, 1.5 and 0.25: the means of the other two rewards. */
    private static final double[] REWARDS = {1, -0.5, 2};

    private final RolloutGroup group = Groups.of(REWARDS, new float[][] {{0.25f, 0.75f}, {-1, 0, 0.5f}, {2}});

    private static List<float[]> estimate(Returns returns, Scale scale, double floor, RolloutGroup group) {
        return new TokenReturnAdvantage(new Settings(returns, true, scale, floor)).estimate(group);
    }

    @Test
    void shouldHoldATokenToAccountForWhatIsEarnedFromItOn() {
        List<float[]> advantages = estimate(Returns.REWARD_TO_GO, Scale.NONE, 0.1, group);

        // still to be earned: 1, 0.75; -0.5, 0.5, 0.5; 2
        assertThat(advantages.get(0)).containsExactly(0.25f, 0f);
        assertThat(advantages.get(1)).containsExactly(-2f, -1f, -1f);
        assertThat(advantages.get(2)).containsExactly(1.75f);
    }

    @Test
    void shouldHoldEveryTokenToAccountForTheWholeAnswerWhenReturnsAreTotal() {
        List<float[]> advantages = estimate(Returns.TOTAL_RETURN, Scale.NONE, 0.1, group);

        assertThat(advantages.get(0)).containsExactly(0.25f, 0.25f);
        assertThat(advantages.get(1)).containsExactly(-2f, -2f, -2f);
        assertThat(advantages.get(2)).containsExactly(1.75f);
    }

    @Test
    void shouldDivideByTheDeviationOfWholeAnswersOrItsFloor() {
        // mean 5/6; variance (1/36 + 64/36 + 49/36) / 3 = 19/18, deviation 1.027402
        List<float[]> divided = estimate(Returns.REWARD_TO_GO, Scale.GROUP_STD, 0.1, group);
        List<float[]> floored = estimate(Returns.REWARD_TO_GO, Scale.GROUP_STD, 2, group);

        assertThat(divided.get(1)).containsExactly(new float[] {-1.946657f, -0.973329f, -0.973329f}, within(1e-5f));
        assertThat(floored.get(1)).containsExactly(-1f, -0.5f, -0.5f);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldBeRlooBitForBitWhenTheRewardLiesOnTheLastTokenOrReturnsAreTotal(long seed) {
        SeededRandom random = new SeededRandom(seed);
        for (int size = 1; size <= 8; size++) {
            double[] rewards = new double[size];
            float[][] last = new float[size][];
            float[][] spread = new float[size][];
            for (int i = 0; i < size; i++) {
                rewards[i] = 4 * random.nextDouble() - 2;
                int length = 1 + random.nextInt(5);
                last[i] = new float[length];
                last[i][length - 1] = (float) rewards[i];
                spread[i] = new float[length];
                for (int t = 0; t < length; t++) {
                    spread[i][t] = (float) (rewards[i] / length);
                }
            }
            RolloutGroup terminal = Groups.of(rewards, last);
            List<float[]> rloo = AdvantageEstimators.CATALOG.create("rloo").estimate(terminal);
            List<float[]> rlooDivided = new GroupAdvantage(
                            new GroupAdvantage.Settings(Centre.LEAVE_ONE_OUT, GroupAdvantage.Scale.GROUP_STD, 0.1))
                    .estimate(terminal);
            List<float[]> toGo =
                    AdvantageEstimators.CATALOG.create("token-return").estimate(terminal);
            List<float[]> divided = estimate(Returns.REWARD_TO_GO, Scale.GROUP_STD, 0.1, terminal);
            List<float[]> total = estimate(Returns.TOTAL_RETURN, Scale.NONE, 0.1, Groups.of(rewards, spread));
            for (int i = 0; i < size; i++) {
                assertThat(toGo.get(i)).as("seed %d, size %d", seed, size).containsExactly(rloo.get(i));
                assertThat(total.get(i)).as("seed %d, size %d", seed, size).containsExactly(rloo.get(i));
                assertThat(divided.get(i)).as("seed %d, size %d", seed, size).containsExactly(rlooDivided.get(i));
            }
        }
    }

    @Test
    void shouldTakeAnAnswerWithoutTokenRewardsAsOneWithAllOnTheLastToken() {
        RolloutGroup whole = Groups.of(REWARDS, new int[] {2, 3, 1});
        List<float[]> toGo = estimate(Returns.REWARD_TO_GO, Scale.NONE, 0.1, whole);
        List<float[]> total = estimate(Returns.TOTAL_RETURN, Scale.NONE, 0.1, whole);

        for (int i = 0; i < REWARDS.length; i++) {
            assertThat(toGo.get(i)).containsExactly(total.get(i));
        }
    }

    @Test
    void shouldSayNothingOfAnAnswerWithoutAnother() {
        RolloutGroup alone = Groups.of(new double[] {1}, new float[][] {{0.5f, 0.5f}});

        assertThat(estimate(Returns.REWARD_TO_GO, Scale.NONE, 0.1, alone).get(0))
                .containsExactly(0f, 0f);
    }

    @Test
    void shouldReadTokenRewardsAndDemandCausalCreditOnlyForRewardsToGo() {
        AdvantageEstimator usual = AdvantageEstimators.CATALOG.create("token-return");
        AdvantageEstimator total = AdvantageEstimators.CATALOG.create(
                "token-return", JsonNodeFactory.instance.objectNode().put("returns", "total-return"));
        AdvantageEstimator biased = AdvantageEstimators.CATALOG.create(
                "token-return", JsonNodeFactory.instance.objectNode().put("accept-bias", true));

        assertThat(usual.needs()).contains(Signal.TOKEN_REWARD);
        assertThat(usual.needsCausalCredit()).isTrue();
        assertThat(total.needs()).doesNotContain(Signal.TOKEN_REWARD);
        assertThat(total.needsCausalCredit()).isFalse();
        assertThat(biased.needs()).contains(Signal.TOKEN_REWARD);
        assertThat(biased.needsCausalCredit()).isFalse();
        assertThat(AdvantageEstimators.CATALOG.create("rloo").needsCausalCredit())
                .isFalse();
    }

    @Test
    void shouldRefuseAFloorOfZero() {
        assertThatThrownBy(() -> AdvantageEstimators.CATALOG.create(
                        "token-return", JsonNodeFactory.instance.objectNode().put("std-floor", 0.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("std-floor is 0.0");
    }
}
