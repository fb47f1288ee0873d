package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BootstrapWeightsTest {
    private static final int LABELS = 4000;

    @Test
    void shouldHearHalfOrOneAndAHalfTimesAndAlwaysAlike() {
        for (int i = 0; i < 50; i++) {
            double[] weights = BootstrapWeights.of("label-" + i, 4, 2);

            assertThat(weights).hasSize(4);
            assertThat(Arrays.stream(weights)).isSubsetOf(1.0, 3.0);
            assertThat(BootstrapWeights.of("label-" + i, 4, 2)).containsExactly(weights);
        }
    }

    @Test
    void shouldWeighOneOnAverageAndDifferBetweenMembers() {
        double[] sums = new double[3];
        int alike = 0;
        for (int i = 0; i < LABELS; i++) {
            double[] weights = BootstrapWeights.of("group/thumb/" + i, 3, 1);
            for (int m = 0; m < 3; m++) {
                sums[m] += weights[m];
            }
            alike += weights[0] == weights[1] ? 1 : 0;
        }

        assertThat(Arrays.stream(sums).map(sum -> sum / LABELS).toArray())
                .containsExactly(new double[] {1, 1, 1}, within(0.03));
        assertThat((double) alike / LABELS).isCloseTo(0.5, within(0.03));
    }

    @Test
    void shouldWeighNothingWhenTheLabelIsWithdrawn() {
        assertThat(BootstrapWeights.of("label", 2, 0)).containsExactly(0, 0);
    }
}
