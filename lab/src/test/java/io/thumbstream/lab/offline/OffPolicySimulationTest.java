package io.thumbstream.lab.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.offline.OffPolicyOutcome.Estimate;
import io.thumbstream.lab.offline.OffPolicyOutcome.Estimated;
import io.thumbstream.lab.offline.OffPolicyOutcome.Estimator;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Four actions, chosen alike, that earn 2 to 2.6; the policy in question does the first in seven of ten cases. */
class OffPolicySimulationTest {
    private static final long SEED = 11;
    private static final int RUNS = 1000;
    private static final int ACTIONS = 300;
    private static final double[] MEANS = {2.6, 2.0, 2.2, 2.4};
    private static final double[] TARGET = {0.7, 0.1, 0.1, 0.1};
    private static final double NOISE = 0.5;
    /** 0.7 * 2.6 + 0.1 * (2.0 + 2.2 + 2.4). */
    private static final double TRUTH = 2.48;
    /** Predictions are too high by as much. */
    private static final double MODEL_ERROR = 0.1;

    /** What 1,000 logs gave. */
    private static final class Tally {
        private double sum;
        private double squares;
        private int covered;

        private void add(Estimate estimate) {
            double error = estimate.value() - TRUTH;
            sum += error;
            squares += error * error;
            covered += estimate.low() <= TRUTH ? 1 : 0;
        }

        private double bias() {
            return sum / RUNS;
        }

        private double error() {
            return Math.sqrt(squares / RUNS);
        }
    }

    private static Map<Estimator, Tally> simulate() {
        Map<Estimator, Tally> tallies = new EnumMap<>(Estimator.class);
        SeededRandom random = new SeededRandom(SEED);
        for (int run = 0; run < RUNS; run++) {
            SeededRandom draws = random.child(run);
            List<LoggedAction> actions = new ArrayList<>();
            for (int i = 0; i < ACTIONS; i++) {
                int chosen = draws.nextInt(MEANS.length);
                double reward = MEANS[chosen] + NOISE * draws.nextGaussian();
                actions.add(new LoggedAction(
                        "",
                        Math.log(1.0 / MEANS.length),
                        Math.log(TARGET[chosen]),
                        reward,
                        Optional.of(new LoggedAction.Prediction(MEANS[chosen] + MODEL_ERROR, TRUTH + MODEL_ERROR))));
            }
            OffPolicyOutcome outcome = OffPolicyEvaluation.of(actions, OffPolicySettings.defaults());
            assertThat(outcome).isInstanceOf(Estimated.class);
            ((Estimated) outcome).estimates().forEach((estimator, estimate) -> tallies.computeIfAbsent(
                            estimator, key -> new Tally())
                    .add(estimate));
        }
        return tallies;
    }

    @Test
    void shouldBeUnbiasedMostPreciseWithAModelAndRightAsOftenAsItSays() {
        Map<Estimator, Tally> tallies = simulate();
        Tally ips = of(tallies, Estimator.IPS);
        Tally snips = of(tallies, Estimator.SNIPS);
        Tally robust = of(tallies, Estimator.DOUBLY_ROBUST);

        // mean(w^2 r^2) - V^2 = 0.25 * (7.84 * 7.01 + 0.16 * (4.25 + 5.09 + 6.01)) - 2.48^2 = 8.203, over 300 actions
        assertThat(ips.error()).as("seed %d", SEED).isCloseTo(Math.sqrt(8.203 / ACTIONS), within(0.015));
        assertThat(ips.bias()).as("bias of IPS, seed %d", SEED).isCloseTo(0, within(4 * ips.error() / Math.sqrt(RUNS)));
        assertThat(snips.error()).as("SNIPS, seed %d", SEED).isLessThan(ips.error() / 2);
        assertThat(robust.error()).as("doubly robust, seed %d", SEED).isLessThan(ips.error() / 2);
        assertThat(robust.bias())
                .as("bias with a model that is wrong, seed %d", SEED)
                .isCloseTo(0, within(4 * robust.error() / Math.sqrt(RUNS)));
        tallies.forEach((estimator, tally) -> assertThat((double) tally.covered / RUNS)
                .as("truth not below the bound of %s, seed %d", estimator, SEED)
                .isBetween(0.92, 0.98));
    }

    private static Tally of(Map<Estimator, Tally> tallies, Estimator estimator) {
        return Optional.ofNullable(tallies.get(estimator)).orElseThrow();
    }
}
