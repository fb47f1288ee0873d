package io.thumbstream.launcher.rewardtrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.model.reward.ScoreInput;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProposalMeasuresTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    /** Worth beyond a half whose log-odds are log 3, a probability of three quarters. */
    private static final double LIKED = Math.log(3) / 10;

    /** Accepted with probabilities 3/4 and 1/4, and 1/2 both. */
    private static final List<RewardData.GoldPair> PAIRS = List.of(
            new RewardData.GoldPair(answer(0.5 + LIKED), answer(0.5 - LIKED)),
            new RewardData.GoldPair(answer(0.5), answer(0.5)));

    @Test
    void shouldMeasureByHand() {
        Map<RewardMetric, Double> values =
                ProposalMeasures.of(PAIRS, new double[][] {{2, -2}, {1, 0.5}}, OptionalDouble.of(0));

        // made are 3/4 and both of 1/2: 7/4 of 3 are accepted, of 2 that would be
        assertThat(value(values, RewardMetric.PROPOSAL_F1)).isEqualTo(2 * 1.75 / (3 + 2), CLOSE);
        // the best two reach 5/4, three 7/4, of the 8/5 that are needed: 5/4 of the 2 false alarms that there are
        assertThat(value(values, RewardMetric.FALSE_ALARMS)).isEqualTo(1.25 / 2, CLOSE);
        assertThat(RewardMetric.FALSE_ALARMS.lessIsBetter()).isTrue();
        assertThat(RewardMetric.PROPOSAL_F1.lessIsBetter()).isFalse();
    }

    /** Log-odds that are log 3 higher make 9/10, 1/2 and 3/4 of the three probabilities. */
    @Test
    void shouldKnowWhatPeopleLeanTo() {
        Map<RewardMetric, Double> values =
                ProposalMeasures.of(PAIRS, new double[][] {{-1, 2}, {-2, -3}}, OptionalDouble.of(Math.log(3)));

        double all = 0.9 + 0.5 + 0.75 + 0.75;
        assertThat(value(values, RewardMetric.PROPOSAL_F1)).isEqualTo(2 * 0.5 / (1 + all), CLOSE);
        // 0.5, 1.4 and 2.15 are below 2.32, so all four are made
        assertThat(value(values, RewardMetric.FALSE_ALARMS)).isEqualTo(1, CLOSE);
    }

    @Test
    void shouldMeasureNothingWhereNobodyAcceptsOrProposes() {
        assertThat(ProposalMeasures.of(PAIRS, new double[][] {{2, -2}, {1, 0.5}}, OptionalDouble.empty()))
                .isEmpty();
        Map<RewardMetric, Double> silent =
                ProposalMeasures.of(PAIRS, new double[][] {{-1, -2}, {-1, -1}}, OptionalDouble.of(0));
        assertThat(value(silent, RewardMetric.PROPOSAL_F1)).isZero();
    }

    private static double value(Map<RewardMetric, Double> values, RewardMetric metric) {
        return Objects.requireNonNull(values.get(metric));
    }

    private static RewardData.Answer answer(double worth) {
        return new RewardData.Answer(new ScoreInput("p", "answer"), worth);
    }
}
