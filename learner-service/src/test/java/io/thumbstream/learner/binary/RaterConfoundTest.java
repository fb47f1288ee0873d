package io.thumbstream.learner.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Caution 060 (B): where lenient people see more of something that is worth nothing, a shift by each person's history keeps it out of a linear reward
 * model better than one shift for all, and where they do not it costs nothing. 200 people with leniency of deviation 1 give 4,000 thumbs.
 */
class RaterConfoundTest {
    private static final int PEOPLE = 200;
    private static final int THUMBS = 4000;
    private static final int UPDATES = 300;
    /** What is worth something; the last feature is worth nothing, and the one behind it is 1 for the usual approval. */
    private static final double[] WORTH = {1, 0.5, 0, 0, 0, 0};

    private static final int NEUTRAL = 5;

    @SuppressWarnings("ArrayRecordComponent")
    private record Thumb(String rater, double[] features, boolean up) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldHearLessOfWhatLenientPeopleSeeWhenShiftedByTheirHistory(long seed) {
        List<Thumb> thumbs = thumbs(0.8, new SeededRandom(seed));
        double[] constant = learned(thumbs, Shift.NONE);
        double[] byPerson = learned(thumbs, Shift.RATER);

        assertThat(constant[NEUTRAL] / constant[0]).as("seed %d", seed).isGreaterThan(0.25);
        assertThat(byPerson[NEUTRAL] / byPerson[0])
                .as("seed %d", seed)
                .isLessThan(0.75 * constant[NEUTRAL] / constant[0]);
        assertThat(accuracy(byPerson)).as("seed %d", seed).isGreaterThan(accuracy(constant));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldCostNothingWhereEverybodySeesTheSame(long seed) {
        List<Thumb> thumbs = thumbs(0, new SeededRandom(seed));

        assertThat(accuracy(learned(thumbs, Shift.RATER)))
                .as("seed %d", seed)
                .isCloseTo(accuracy(learned(thumbs, Shift.NONE)), within(0.03));
    }

    /**
     * Thumbs about answers of six normal features.
     *
     * @param seen how much more of the neutral feature a person sees for each unit of leniency
     */
    private static List<Thumb> thumbs(double seen, SeededRandom random) {
        double[] leniency = new double[PEOPLE];
        for (int i = 0; i < PEOPLE; i++) {
            leniency[i] = random.nextGaussian();
        }
        List<Thumb> thumbs = new ArrayList<>();
        for (int i = 0; i < THUMBS; i++) {
            int person = i % PEOPLE;
            double[] features = new double[WORTH.length];
            double worth = 0;
            for (int k = 0; k < features.length; k++) {
                features[k] = random.nextGaussian() + (k == NEUTRAL ? seen * leniency[person] : 0);
                worth += WORTH[k] * features[k];
            }
            thumbs.add(new Thumb("person-" + person, features, random.nextDouble() < sigma(worth + leniency[person])));
        }
        return thumbs;
    }

    /** Weights by cross-entropy of all thumbs, with a weight for the usual approval behind them; the history has heard all, each without itself. */
    private static double[] learned(List<Thumb> thumbs, Shift shift) {
        BinaryHistory history = new BinaryHistory(new BinaryHistory.Rules(shift, 0.5, false, false, 4));
        List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < thumbs.size(); i++) {
            Thumb thumb = thumbs.get(i);
            judgements.add(
                    new Judgement("thumb-" + i, 0, thumb.up() ? 1 : 0, 1, new int[] {1}, Optional.of(thumb.rater())));
        }
        history.note(judgements);
        double[] shifts = judgements.stream().mapToDouble(history::shift).toArray();
        double[] weights = new double[WORTH.length + 1];
        for (int update = 0; update < UPDATES; update++) {
            double[] pull = new double[weights.length];
            for (int i = 0; i < shifts.length; i++) {
                double[] features = thumbs.get(i).features();
                double error = (thumbs.get(i).up() ? 1 : 0) - sigma(value(weights, features) - shifts[i]);
                for (int k = 0; k < features.length; k++) {
                    pull[k] += error * features[k] / shifts.length;
                }
                pull[WORTH.length] += error / shifts.length;
            }
            for (int k = 0; k < weights.length; k++) {
                weights[k] += pull[k];
            }
        }
        return weights;
    }

    private static double value(double[] weights, double[] features) {
        double value = weights[WORTH.length];
        for (int k = 0; k < features.length; k++) {
            value += weights[k] * features[k];
        }
        return value;
    }

    /** Share of pairs of independent normal answers that the weights order as worth does: one minus the angle between both over a half turn. */
    private static double accuracy(double[] weights) {
        double inner = 0;
        double own = 0;
        double worth = 0;
        for (int k = 0; k < WORTH.length; k++) {
            inner += weights[k] * WORTH[k];
            own += weights[k] * weights[k];
            worth += WORTH[k] * WORTH[k];
        }
        return 1 - Math.acos(inner / Math.sqrt(own * worth)) / Math.PI;
    }

    private static double sigma(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
