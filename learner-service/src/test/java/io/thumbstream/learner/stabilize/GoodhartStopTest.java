package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.stabilize.OveroptimizationStop.Action;
import io.thumbstream.learner.stabilize.OveroptimizationStop.Settings;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When a policy over six answers stops that follows a proxy by its exact gradient. Caution 112: the rule of the source, by the angle between what
 * the policy moves along and the proxy, rests on an identity about cones of rewards, and never lets a step pass that loses true worth. Ours knows no
 * angle: without any noise it stops as many windows after the best one as it was told to wait for, and not before.
 */
class GoodhartStopTest {
    private static final double[] TRUE = {0.2, 0.9, 0.5, 0.1, 0.1, 0.1};
    private static final double[] PROXY = {1, 0.9, 0.3, 0, 0, 0};
    private static final int WINDOWS = 60;
    private static final int STEPS = 2;
    private static final int PATIENCE = 2;

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** The least that a movement gains over all rewards within an angle of the proxy is its length times the cosine of both angles together. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldLoseInTheWorstRewardOfAConeOnlyBeyondTheRestOfARightAngle(long seed) {
        SeededRandom random = new SeededRandom(seed);
        for (int trial = 0; trial < 200; trial++) {
            double[] proxy = unit(direction(random));
            double[] movement = direction(random);
            double cone = Math.PI / 2 * random.nextDouble();
            double angle = Math.acos(dot(proxy, movement) / length(movement));
            double least = angle + cone > Math.PI ? -length(movement) : length(movement) * Math.cos(angle + cone);

            assertThat(dot(worst(proxy, movement, Math.min(cone, Math.PI - angle)), movement))
                    .as("seed %d, trial %d", seed, trial)
                    .isCloseTo(least, within(1e-9));
            for (int other = 0; other < 20; other++) {
                double[] reward = worst(proxy, direction(random), cone * random.nextDouble());
                assertThat(dot(reward, movement))
                        .as("seed %d, trial %d", seed, trial)
                        .isGreaterThanOrEqualTo(least - 1e-9);
            }
            // the form of the stopping rule
            assertThat(least >= 0)
                    .as("seed %d, trial %d", seed, trial)
                    .isEqualTo(dot(proxy, movement) >= Math.sin(cone) * length(movement));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldNeverPassAStepThatLosesWorthWhenStoppedByTheAngle(long seed) {
        SeededRandom random = new SeededRandom(seed);
        List<double[]> path = path();
        double[] proxy = unit(centred(PROXY));
        double cone = Math.acos(dot(proxy, unit(centred(TRUE))));
        int stop = angleStop(path, cone);

        assertThat(stop).isBetween(1, best(path));
        for (int other = 0; other < 200; other++) {
            double[] reward = worst(proxy, centred(direction(random)), cone * random.nextDouble());
            for (int i = 0; i < stop; i++) {
                assertThat(dot(reward, path.get(i + 1)) - dot(reward, path.get(i)))
                        .as("seed %d, reward %d, window %d", seed, other, i)
                        .isGreaterThan(-1e-9);
            }
        }
        double[] next = movement(path, stop);
        assertThat(dot(worst(proxy, next, cone), next)).as("somebody may lose").isLessThanOrEqualTo(0);
    }

    @Test
    void shouldStopAsManyWindowsAfterTheBestAsItWaitsFor() {
        List<double[]> path = path();
        int best = best(path);
        double atEnd = worth(run(Action.PAUSE));

        assertThat(best).isBetween(2, WINDOWS - 10);
        assertThat(atEnd).isCloseTo(worth(path.get(best + PATIENCE)), within(1e-4));
        assertThat(atEnd).as("after a true decrease").isLessThan(worth(path.get(best)));
        assertThat(atEnd).as("better than a fixed number of steps").isGreaterThan(worth(path.get(WINDOWS)));
    }

    /** Set back to the best window it goes on from there, and is set back again. */
    @Test
    void shouldNeverEndFartherFromTheBestWhenItRollsBack() {
        List<double[]> path = path();

        assertThat(worth(run(Action.ROLL_BACK)))
                .isGreaterThan(worth(path.get(best(path) + PATIENCE)) - 1e-4)
                .isGreaterThan(worth(path.get(WINDOWS)));
    }

    /** Where the policy ends that the stop holds; its windows are of all answers, weighed by how likely they are. */
    private double[] run(Action action) {
        Stabilizer stop = new OveroptimizationStop(new Settings(TRUE.length, 0, PATIENCE, action));
        try (ParamSet current = weights(new double[TRUE.length]);
                ParamSet start = weights(new double[TRUE.length]);
                PolicyWeights policy = new PolicyWeights(current, start)) {
            for (int window = 0; window < WINDOWS; window++) {
                stop.beginStep();
                float loss = judged(softmax(logits(current)))
                        .evaluate(manager, stop::penalty)
                        .loss();
                assertThat(loss).isZero();
                stop.afterStep(policy);
                if (stop.rate() > 0) {
                    try (ParamSet next = weights(moved(logits(current)))) {
                        current.copyFrom(next);
                    }
                }
            }
            return softmax(logits(current));
        }
    }

    /** Every answer once, with its true worth as label and its likelihood as weight. */
    private static BatchArrays judged(double[] policy) {
        int rows = policy.length;
        float[] zeros = new float[rows];
        float[] ones = new float[rows];
        Arrays.fill(ones, 1);
        List<PolicyBatch.Answer> answers = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            answers.add(BatchArrays.answer(i, PROXY[i]));
        }
        return new BatchArrays(
                        rows,
                        1,
                        zeros,
                        zeros,
                        ones,
                        zeros,
                        zeros,
                        zeros,
                        zeros,
                        floats(TRUE),
                        floats(policy),
                        new PolicyBatch.Whole(rows, rows))
                .withAnswers(answers);
    }

    /** Policies before each window, and after the last, when nothing stops them. */
    private static List<double[]> path() {
        List<double[]> path = new ArrayList<>();
        double[] logits = new double[TRUE.length];
        for (int window = 0; window <= WINDOWS; window++) {
            path.add(softmax(logits));
            logits = moved(logits);
        }
        return path;
    }

    /** Logits after some steps along the exact gradient of the proxy. */
    private static double[] moved(double[] logits) {
        double[] next = logits.clone();
        for (int step = 0; step < STEPS; step++) {
            double[] policy = softmax(next);
            double mean = dot(policy, PROXY);
            for (int k = 0; k < next.length; k++) {
                next[k] += policy[k] * (PROXY[k] - mean);
            }
        }
        return next;
    }

    /** The first window after which the policy moves along what may lose worth in a reward of the cone. */
    private static int angleStop(List<double[]> path, double cone) {
        double[] proxy = centred(PROXY);
        int window = 0;
        while (window < path.size() - 2
                && dot(proxy, movement(path, window))
                        > Math.sin(cone) * length(movement(path, window)) * length(proxy)) {
            window++;
        }
        return window;
    }

    private static double[] movement(List<double[]> path, int window) {
        return along(path.get(window + 1), path.get(window), -1);
    }

    private static int best(List<double[]> path) {
        int best = 0;
        for (int i = 1; i < path.size(); i++) {
            best = worth(path.get(i)) > worth(path.get(best)) ? i : best;
        }
        return best;
    }

    private static double worth(double[] policy) {
        return dot(policy, TRUE);
    }

    /** The reward of length 1 that stands at the angle to the proxy, turned away from {@code movement} as far as that goes. */
    private static double[] worst(double[] proxy, double[] movement, double angle) {
        double[] aside = unit(along(movement, proxy, -dot(movement, proxy)));
        double[] turned = along(new double[proxy.length], proxy, Math.cos(angle));
        return along(turned, aside, -Math.sin(angle));
    }

    private static double[] direction(SeededRandom random) {
        double[] direction = new double[TRUE.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextGaussian();
        }
        return direction;
    }

    /** {@code from + times step}. */
    private static double[] along(double[] from, double[] step, double times) {
        double[] sum = from.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += times * step[i];
        }
        return sum;
    }

    private static double[] centred(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    private static double[] unit(double[] values) {
        double length = length(values);
        return Arrays.stream(values).map(value -> value / length).toArray();
    }

    private static double length(double[] values) {
        return Math.sqrt(dot(values, values));
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    private static double[] softmax(double[] logits) {
        double most = Arrays.stream(logits).max().orElseThrow();
        double[] weights =
                Arrays.stream(logits).map(logit -> Math.exp(logit - most)).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static double[] logits(ParamSet set) {
        float[] values = set.get("w").toFloatArray();
        double[] logits = new double[values.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = values[i];
        }
        return logits;
    }

    private static ParamSet weights(double[] logits) {
        ParamSet set = new ParamSet(Device.cpu());
        set.add("w", new Shape(logits.length), floats(logits));
        return set;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
