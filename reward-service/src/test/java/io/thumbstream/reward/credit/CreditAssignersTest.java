package io.thumbstream.reward.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every assigner keeps the reward's sum; the shares of each by hand. */
class CreditAssignersTest {

    static List<String> names() {
        return CreditAssigners.CATALOG.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldKeepTheSumOverAnyNumberOfTokens(String name) {
        CreditAssigner assigner = CreditAssigners.CATALOG.create(name);
        for (int tokens : new int[] {1, 2, 7, 500}) {
            double sum = 0;
            float[] credit = assigner.assign(-0.75, tokens);
            for (float share : credit) {
                sum += share;
            }
            assertThat(credit).hasSize(tokens);
            assertThat(sum).isCloseTo(-0.75, within(1e-4));
        }
        assertThat(assigner.assign(1, 0)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldScaleWithTheRewardAndKeepNothingBetweenCalls(String name) {
        CreditAssigner assigner = CreditAssigners.CATALOG.create(name);
        float[] one = assigner.assign(1, 5);
        float[] other = assigner.assign(-3, 7);
        float[] two = assigner.assign(2, 5);

        assertThat(assigner.assign(1, 5)).containsExactly(one);
        assertThat(other).hasSize(7);
        for (int i = 0; i < 5; i++) {
            assertThat(two[i]).isCloseTo(2 * one[i], within(1e-6f));
        }
    }

    @Test
    void shouldPutTheRewardOnTheLastToken() {
        assertThat(CreditAssigners.CATALOG.create("terminal").assign(2, 3)).containsExactly(0f, 0f, 2f);
        assertThat(CreditAssigners.CATALOG.create("terminal").causal()).isTrue();
    }

    @Test
    void shouldSpreadTheRewardEvenly() {
        assertThat(CreditAssigners.CATALOG.create("uniform").assign(2, 4)).containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
        assertThat(CreditAssigners.CATALOG.create("uniform").causal()).isFalse();
    }
}
