package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.learner.objective.CutLabels;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.stabilize.OveroptimizationStop.Action;
import io.thumbstream.learner.stabilize.OveroptimizationStop.Settings;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows of four judged answers, a policy of two weights. */
class OveroptimizationStopTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 41);
    private static final float[] FIRST = {0, 1, 0, 1};
    private static final float[] HIGHER = {2, 3, 2, 3};
    private static final float[] MIXED = {1, 0, 1, 0};
    private static final float[] BAD = {0, 0, 1, 0};
    private static final float[] GOOD = {1, 1, 1, 0};

    private final NDManager manager = NDManager.newBaseManager();
    private final ParamSet current = weights(0, 1);
    private final ParamSet start = weights(0, 1);
    private final PolicyWeights policy = new PolicyWeights(current, start);

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        policy.close();
        current.close();
        start.close();
        manager.close();
    }

    private static ParamSet weights(float first, float second) {
        ParamSet set = new ParamSet(Device.cpu());
        set.add("w", new Shape(2), new float[] {first, second});
        return set;
    }

    private static Stabilizer stop(Action action) {
        return new OveroptimizationStop(new Settings(4, 1.28, 2, action));
    }

    /** Judged answers of one token. */
    private static BatchArrays batch(float[] scores, float[] labels, float[] weights) {
        int rows = scores.length;
        float[] zeros = new float[rows];
        float[] ones = new float[rows];
        Arrays.fill(ones, 1);
        List<PolicyBatch.Answer> answers = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            answers.add(BatchArrays.answer(i, scores[i]));
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
                        labels,
                        weights,
                        new PolicyBatch.Whole(rows, rows))
                .withAnswers(answers);
    }

    private void look(Stabilizer stop, float[] scores, float[] labels, float[] weights) {
        float loss =
                batch(scores, labels, weights).evaluate(manager, stop::penalty).loss();
        assertThat(loss).isZero();
    }

    private void step(Stabilizer stop, float[] scores, float[] labels) {
        float[] ones = new float[scores.length];
        Arrays.fill(ones, 1);
        stop.beginStep();
        look(stop, scores, labels, ones);
        stop.afterStep(policy);
    }

    private void move(float first, float second) {
        try (ParamSet moved = weights(first, second)) {
            current.copyFrom(moved);
        }
    }

    private static double number(Stabilizer stop, String name) {
        return stop.state().getOrDefault(name, Double.NaN);
    }

    /** Scores 0.5 and 2.5 on the mean, each with variance 1/4 of four: 2 / sqrt(1/16 + 1/16); labels 1/2 and 1/4: -1/4 / sqrt(1/16 + 3/64). */
    @Test
    void shouldMeasureRisesInStandardErrors() {
        Stabilizer stop = stop(Action.PAUSE);
        step(stop, FIRST, MIXED);
        assertThat(number(stop, "score-rise")).isZero();
        step(stop, HIGHER, BAD);

        assertThat(number(stop, "score-rise")).isCloseTo(5.656854, within(1e-5));
        assertThat(number(stop, "label-rise")).isCloseTo(-0.755929, within(1e-5));
    }

    /** Of weights 1 and 3 the mean score is 0.75, its variance 0.1875 (1 + 9) / 16; the same window of scores 1 higher follows. */
    @Test
    void shouldWeighAnswersLikeTheirLabels() {
        Stabilizer stop = new OveroptimizationStop(new Settings(2, 1.28, 1, Action.PAUSE));
        for (float above : new float[] {0, 1}) {
            stop.beginStep();
            look(stop, new float[] {above, 1 + above, 99}, new float[] {1, 1, 0}, new float[] {1, 3, 0});
            stop.afterStep(policy);
        }

        assertThat(number(stop, "score-rise")).isCloseTo(1 / Math.sqrt(2 * 0.1171875), within(1e-5));
        assertThat(number(stop, "label-rise")).isZero();
        assertThat(stop.rate()).isZero();
    }

    @Test
    void shouldStopAfterTwoSuspectWindowsAndGoOnWhenOneIsNot() {
        Stabilizer stop = stop(Action.PAUSE);
        step(stop, FIRST, MIXED);
        step(stop, HIGHER, BAD);
        assertThat(stop.rate()).isEqualTo(1);
        step(stop, HIGHER, MIXED);
        assertThat(stop.rate()).as("labels as before, scores higher").isZero();
        step(stop, HIGHER, BAD);
        assertThat(stop.rate()).isZero();
        step(stop, FIRST, BAD);
        assertThat(stop.rate()).as("the reward model came to its senses").isEqualTo(1);
        step(stop, HIGHER, GOOD);
        assertThat(stop.rate()).as("people like it, too").isEqualTo(1);
    }

    @Test
    void shouldGoBackToTheEndOfTheLastGoodWindowWhenItRollsBack() {
        Stabilizer stop = stop(Action.ROLL_BACK);
        move(1, 1);
        step(stop, FIRST, MIXED);
        move(2, 2);
        step(stop, HIGHER, BAD);
        assertThat(current.get("w").toFloatArray()).containsExactly(2, 2);
        move(3, 3);
        step(stop, HIGHER, BAD);
        assertThat(current.get("w").toFloatArray()).containsExactly(1, 1);
        assertThat(stop.rate()).isZero();
        step(stop, FIRST, MIXED);
        assertThat(stop.rate()).isEqualTo(1);
    }

    @Test
    void shouldKeepNoCopyOfTheWeightsWhenItOnlyPauses() {
        Stabilizer stop = stop(Action.PAUSE);
        step(stop, FIRST, MIXED);

        assertThat(policy.kept()).isEmpty();
    }

    /** Passes of a step that was not taken must not count, and half a window waits for its other half. */
    @Test
    void shouldForgetAStepThatWasSkippedAndFillWindowsOverSteps() {
        Stabilizer stop = stop(Action.PAUSE);
        stop.beginStep();
        look(stop, HIGHER, BAD, new float[] {1, 1, 1, 1});
        step(stop, new float[] {0, 1}, new float[] {1, 0});
        assertThat(number(stop, "window-answers")).isEqualTo(2);
        assertThat(number(stop, "reference-answers")).isZero();
        step(stop, new float[] {0, 1}, new float[] {1, 0});

        assertThat(number(stop, "window-answers")).isZero();
        assertThat(number(stop, "reference-answers")).isEqualTo(4);
        assertThat(number(stop, "reference-score")).isEqualTo(2);
    }

    /** Half is left of each of four labels, so two steps of them make a window. */
    @Test
    void shouldFillWindowsWithWhatTheFirewallLeft() {
        Stabilizer stop = stop(Action.PAUSE);
        BatchArrays halves = CutLabels.of(batch(FIRST, MIXED, new float[] {1, 1, 1, 1}), 0.5, 0.5, 0.5, 0.5);
        for (double filled : new double[] {2, 0}) {
            stop.beginStep();
            assertThat(halves.evaluate(manager, stop::penalty).loss()).isZero();
            stop.afterStep(policy);
            assertThat(number(stop, "window-answers")).isEqualTo(filled);
        }

        assertThat(number(stop, "reference-answers")).isEqualTo(4);
        assertThat(number(stop, "reference-weight")).isEqualTo(4);
    }

    @Test
    void shouldGoOnAlikeWhenItsStateIsRestoredAtAnyStep() {
        for (int cut = 0; cut < 6; cut++) {
            Stabilizer through = stop(Action.PAUSE);
            Stabilizer other = stop(Action.PAUSE);
            SeededRandom random = new SeededRandom(SEED);
            for (int i = 0; i < 8; i++) {
                float[] scores = {(float) random.nextDouble() + i, (float) random.nextDouble() + i, i};
                float[] labels = {random.nextInt(2), 0, random.nextInt(2)};
                step(through, scores, labels);
                if (i == cut) {
                    other.restore(through.state());
                } else if (i > cut) {
                    step(other, scores, labels);
                    assertThat(other.rate()).as("seed %d, step %d", SEED, i).isEqualTo(through.rate());
                }
            }

            assertThat(other.state()).as("seed %d, cut %d", SEED, cut).isEqualTo(through.state());
        }
    }

    @Test
    void shouldBeginAnewWithoutAStateAsInOlderCheckpoints() {
        Stabilizer stop = stop(Action.PAUSE);
        step(stop, FIRST, MIXED);
        step(stop, HIGHER, BAD);
        step(stop, HIGHER, BAD);
        stop.restore(Map.of());

        assertThat(stop.rate()).isEqualTo(1);
        assertThat(stop.state()).isEqualTo(stop(Action.PAUSE).state());
    }

    /** Worth in truth is {@code x - x^2 / 4}, highest at 2; the reward model says {@code x}. The policy moves by 0.25 each window while it may, 4 in all. */
    @Test
    void shouldStopAboutWhereTrueWorthIsHighest() {
        SeededRandom random = new SeededRandom(SEED);
        Stabilizer stop = new OveroptimizationStop(new Settings(400, 1.28, 2, Action.PAUSE));
        double place = 0;
        for (int window = 0; window < 16; window++) {
            float[] scores = new float[400];
            float[] labels = new float[400];
            double liked = (place - place * place / 4 + 0.5) / 2;
            for (int i = 0; i < 400; i++) {
                scores[i] = (float) (place + 0.3 * random.nextGaussian());
                labels[i] = random.nextDouble() < liked ? 1 : 0;
            }
            step(stop, scores, labels);
            place += 0.25 * stop.rate();
        }

        assertThat(place).as("seed %d", SEED).isBetween(1.5, 3.5);
    }

    @Test
    void shouldRefuseSettingsThatSayNothing() {
        assertThatThrownBy(() -> new Settings(1, 1, 1, Action.PAUSE)).hasMessageContaining("labels is 1");
        assertThatThrownBy(() -> new Settings(2, 1, 0, Action.PAUSE)).hasMessageContaining("windows 0");
        assertThatThrownBy(() -> new Settings(2, Double.NaN, 1, Action.PAUSE))
                .hasMessageContaining("deviations is NaN");
    }
}
