package io.thumbstream.reward.transform;

import static io.thumbstream.reward.transform.Groups.group;
import static io.thumbstream.reward.transform.Groups.leaveOneOut;
import static io.thumbstream.reward.transform.Groups.rewards;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, references and presets by hand, and what published code gets wrong. */
class ReferencedRewardTest {
    private static final Running USUAL = new Running(9, 0.5);
    private static final int LONGEST = 20_000;

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "sigmoid,      2,      0.880797",
        "sigmoid,     -2,      0.119203",
        "log-sigmoid,  2,     -0.126928",
        "log-sigmoid, -2,     -2.126928",
        "log-sigmoid, -1000,  -1000",
        "tanh,         1,      0.761594",
        "clip,         3,      1",
        "clip,        -0.25,  -0.25",
        "linear,      -7,     -7"
    })
    void shouldLinkTheDifferenceToTheRunningMean(String link, double difference, double reward) {
        RewardTransform transform = par(settings().put("link", link).put("reference", "running"));

        assertThat(rewards(transform.apply(group(0.5 + difference), USUAL)).get(0))
                .isCloseTo(reward, within(1e-5));
        assertThat(transform.needs()).containsExactly(Signal.SCORE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveTheSameBitsAsBoundedPreferenceWhenTheSettingsAreThose(long seed) {
        SeededRandom random = new SeededRandom(seed);
        double[] scores = new double[8];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 3 * random.nextGaussian();
        }

        assertThat(rewards(create("par").apply(group(scores), USUAL)))
                .isEqualTo(rewards(create("bounded-preference").apply(group(scores), USUAL)));
    }

    @Test
    void shouldCompareWithAHighQuantileOfTheOthers() {
        // others of 2 are 0, 1: 0.85; of 1 are 0, 2: 1.7; of 0 are 1, 2: 1.85. log sigmoid(1.15), (-0.7), (-1.85)
        List<Double> rewards = rewards(create("log-sigmoid-centred").apply(group(0, 1, 2), USUAL));

        assertThat(rewards.get(2)).isCloseTo(-0.275081, within(1e-5));
        assertThat(rewards.get(1)).isCloseTo(-1.103186, within(1e-5));
        assertThat(rewards.get(0)).isCloseTo(-1.996035, within(1e-5));
    }

    /** Released code takes mean + 1.036 deviations, right for normal scores only: here 7.35 in place of 6.4. */
    @Test
    void shouldTakeTheQuantileOfSkewedScoresAndNotOfANormalOne() {
        List<Double> rewards = rewards(create("log-sigmoid-centred").apply(group(6.4, 0, 1, 2, 10), USUAL));

        assertThat(rewards.get(0)).isCloseTo(-0.693147, within(1e-5));
    }

    @Test
    void shouldSubtractTheMeanOfTheOthers() {
        assertThat(rewards(create("contrastive").apply(group(1, 2, 6), USUAL))).containsExactly(-3.0, -1.5, 4.5);
    }

    @ParameterizedTest(name = "{0} against {1}")
    @CsvSource({"1, 0.5, 0.231059", "0, 0.5, 0", "-1, 0.5, 0", "2, 0.8, 0.080797", "1, 0.8, 0"})
    void shouldGiveWhatApprovalIsAboveTheUsualOne(double score, double prior, double reward) {
        RewardTransform transform =
                Transforms.CATALOG.create("prior-clipped", settings().put("prior", prior));

        assertThat(rewards(transform.apply(group(score, 0), USUAL)).get(0)).isCloseTo(reward, within(1e-5));
        assertThat(transform.bound()).isCloseTo(1 - prior, within(1e-12));
    }

    @Test
    void shouldGiveTheLogOfTheRatioToTheUsualApprovalWhereThatIsWanted() {
        RewardTransform transform = Transforms.CATALOG.create(
                "prior-clipped", settings().put("link", "log-sigmoid").put("clip-at-zero", false));

        // log 0.880797 - log 0.5
        assertThat(rewards(transform.apply(group(2, 0), USUAL)).get(0)).isCloseTo(0.566219, within(1e-5));
    }

    @Test
    void shouldMeasureDifferencesInUnitsOfTheTemperature() {
        List<Double> rewards = rewards(par(settings().put("temperature", 2.0)).apply(group(0, 2), USUAL));

        assertThat(rewards.get(1)).isCloseTo(0.731059, within(1e-5));
    }

    @Test
    void shouldFallBackToTheRunningMeanWhenThereIsNothingToCompareWith() {
        assertThat(rewards(create("contrastive").apply(group(3), USUAL))).containsExactly(2.5);
    }

    /** Between two answers, any link over the deviation is 1 and -1; a floor keeps small differences small. */
    @ParameterizedTest
    @ValueSource(strings = {"par", "log-sigmoid-centred"})
    void shouldLoseItsBoundWhenItIsDividedByTheDeviationOfTheGroup(String name) {
        RewardTransform transform = create(name);
        RewardGroup close = transform.apply(group(0, 0.1), USUAL);
        RewardGroup far = transform.apply(group(0, 5), USUAL);

        assertThat(divided(close, 1e-9)).containsExactly(divided(far, 1e-9), within(1e-9));
        assertThat(divided(close, 0.1)[1]).isLessThan(0.6);
        assertThat(spread(close)).isLessThan(spread(far) / 5);
    }

    @Test
    void shouldCancelUnderLeaveOneOutWhenAConstantOfThePromptIsSubtracted() {
        RewardGroup raw = group(1, 2, 6, -3);
        ObjectNode running = settings().put("reference", "running");
        RewardTransform linear = Transforms.CATALOG.create("contrastive", running);
        double[] wanted = leaveOneOut(raw);

        assertThat(leaveOneOut(linear.apply(raw, USUAL))).containsExactly(wanted, within(1e-12));
        double[] ofOthers = leaveOneOut(create("contrastive").apply(raw, USUAL));
        for (int i = 0; i < wanted.length; i++) {
            assertThat(ofOthers[i]).as("a scale of 4 / 3, no more").isCloseTo(wanted[i] * 4 / 3, within(1e-12));
        }
        RewardTransform bent = Transforms.CATALOG.create("log-sigmoid-centred", running);
        assertThat(leaveOneOut(bent.apply(raw, USUAL))[2]).isLessThan(wanted[2] - 1);
    }

    /**
     * The best of 16 by two independent scores: a sum of log-sigmoids acts as "both", a sum of scores lets one make up
     * for the other. The least of both, which no link beats, is right whenever any answer is good in both. Rates of
     * 20,000 trials, known to 0.003; the sharper the link against the spread of scores, the nearer to the least.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void shouldPickAnswersThatAreGoodInBothRespectsWhenLinkedBeforeTheSum(long seed) {
        assertThat(bothGood(seed, score -> score)).isCloseTo(0.879, within(0.01));
        assertThat(bothGood(seed, Link.LOG_SIGMOID::of)).isCloseTo(0.966, within(0.01));
        assertThat(bothGood(seed, score -> Link.LOG_SIGMOID.of(2 * score)))
                .isCloseTo(0.985, within(0.01))
                .isLessThan(1 - Math.pow(0.75, 16));
    }

    /** With errors as heavy as Student's t of two degrees, a sum of scores picks what one error praises. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void shouldPickWorthierAnswersUnderHeavyErrorsWhenLinkedBeforeTheSum(long seed) {
        assertThat(worthOfThePick(seed, Link.LOG_SIGMOID::of))
                .isGreaterThan(worthOfThePick(seed, score -> score) + 0.1);
    }

    private static double worthOfThePick(long seed, DoubleUnaryOperator link) {
        SeededRandom random = new SeededRandom(seed);
        int trials = 5_000;
        double worth = 0;
        for (int trial = 0; trial < trials; trial++) {
            double best = Double.NEGATIVE_INFINITY;
            double picked = 0;
            for (int answer = 0; answer < 16; answer++) {
                double help = random.nextGaussian();
                double harmless = random.nextGaussian();
                double sum =
                        link.applyAsDouble(help + student(random)) + link.applyAsDouble(harmless + student(random));
                if (sum > best) {
                    best = sum;
                    picked = help + harmless;
                }
            }
            worth += picked / trials;
        }
        return worth;
    }

    private static double student(SeededRandom random) {
        return random.nextGaussian() / Math.sqrt(Math.max(1e-12, -Math.log1p(-random.nextDouble())));
    }

    /** Scores 0, 1 and 6 of which the last is a hack, one answer in a hundred at first: a bounded gain only takes longer to find it. */
    @Test
    void shouldDelayOverOptimisationAndNotRemoveIt() {
        int raw = stepsToTheHack(group(0, 1, 6));
        int shaped = stepsToTheHack(create("par").apply(group(0, 1, 6), USUAL));

        assertThat(shaped).isGreaterThan(3 * raw).isLessThan(LONGEST);
    }

    /** Steps of the exact policy gradient over three answers until the last is likelier than not. */
    private static int stepsToTheHack(RewardGroup rewarded) {
        double[] weights = {0.5, 0.49, 0.01};
        for (int step = 0; step < LONGEST; step++) {
            double sum = Arrays.stream(weights).sum();
            double mean = 0;
            for (int k = 0; k < weights.length; k++) {
                weights[k] /= sum;
                mean += weights[k] * rewarded.rows().get(k).reward();
            }
            if (weights[2] > 0.5) {
                return step;
            }
            for (int k = 0; k < weights.length; k++) {
                weights[k] *=
                        Math.exp(0.1 * weights[k] * (rewarded.rows().get(k).reward() - mean));
            }
        }
        return LONGEST;
    }

    private static double bothGood(long seed, DoubleUnaryOperator link) {
        SeededRandom random = new SeededRandom(seed);
        int trials = 20_000;
        int good = 0;
        for (int trial = 0; trial < trials; trial++) {
            double best = Double.NEGATIVE_INFINITY;
            boolean both = false;
            for (int answer = 0; answer < 16; answer++) {
                double help = random.nextGaussian();
                double harmless = random.nextGaussian();
                double sum = link.applyAsDouble(help) + link.applyAsDouble(harmless);
                if (sum > best) {
                    best = sum;
                    both = help > 0 && harmless > 0;
                }
            }
            good += both ? 1 : 0;
        }
        return (double) good / trials;
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "quantile, 1.5, quantile is 1.5",
        "prior, 1, prior is 1.0",
        "prior, 0, prior is 0.0",
        "temperature, 0, temperature is 0.0"
    })
    void shouldRefuseSettingsOutOfRange(String key, double value, String problem) {
        assertThatThrownBy(() -> par(settings().put(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    private static double[] divided(RewardGroup group, double floor) {
        double mean = group.meanReward();
        double deviation = Math.max(floor, spread(group) / 2);
        return group.rows().stream()
                .mapToDouble(row -> (row.reward() - mean) / deviation)
                .toArray();
    }

    private static double spread(RewardGroup pair) {
        return Math.abs(pair.rows().get(1).reward() - pair.rows().get(0).reward());
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static RewardTransform create(String name) {
        return Transforms.CATALOG.create(name);
    }

    private static RewardTransform par(ObjectNode settings) {
        return Transforms.CATALOG.create("par", settings);
    }
}
