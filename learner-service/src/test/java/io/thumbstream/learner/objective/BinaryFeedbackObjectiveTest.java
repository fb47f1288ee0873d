package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One answer of one token by hand, whose log-ratio is a round number. */
class BinaryFeedbackObjectiveTest {
    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static PolicyObjective objective(String name, Map<String, Object> overlay) {
        PolicyObjective objective = PolicyObjectives.CATALOG.create(name, new ObjectMapper().valueToTree(overlay));
        objective.beginStep();
        return objective;
    }

    private static BatchArrays answer(double logRatio, double label, String rater) {
        float[] one = {1};
        float[] now = {-1};
        float[] zero = {0};
        return new BatchArrays(
                1,
                1,
                now,
                zero,
                one,
                now,
                now,
                new float[] {(float) (-1 - logRatio)},
                zero,
                new float[] {(float) label},
                one,
                List.of(new PolicyBatch.Answer("a", 0, new int[] {5}, Optional.of(rater))),
                new PolicyBatch.Whole(1, 1));
    }

    private double slope(PolicyObjective objective, double logRatio, double label) {
        return slope(objective, logRatio, label, "ann");
    }

    private double slope(PolicyObjective objective, double logRatio, double label, String rater) {
        return answer(logRatio, label, rater)
                .evaluate(manager, objective::evaluate)
                .gradient()[0];
    }

    /** A badly wrong answer teaches bco with its whole weight, kto with s(4) s(-4) only. */
    @Test
    void shouldLetKtoForgetAnswersThatItIsSureOf() {
        Map<String, Object> plain = Map.of("beta", 1.0, "class-balance", false);

        assertThat(slope(objective("bco", plain), -4, 1)).isCloseTo(-0.982014, within(1e-5));
        assertThat(slope(objective("kto", plain), -4, 1)).isCloseTo(-0.017663, within(1e-5));
        assertThat(slope(objective("kto", plain), 4, 1)).isCloseTo(-0.017663, within(1e-5));
        assertThat(slope(objective("kto", plain), 0, 0)).isCloseTo(0.25, within(1e-5));
    }

    /** The mean of kto estimates a divergence, which is never below zero; the shift of bco may be. */
    @Test
    void shouldCutTheMeanOfKtoAtZero() {
        Map<String, Object> plain = Map.of("beta", 1.0, "class-balance", false);
        for (double mean : new double[] {-2, 2}) {
            PolicyObjective kto = objective("kto", plain);
            PolicyObjective bco = objective("bco", plain);
            kto.restore(Map.of("pooled-mean", mean));
            bco.restore(Map.of("up-mean", mean, "down-mean", mean));

            double s = 1 / (1 + Math.exp(Math.max(0, mean)));
            assertThat(slope(kto, 0, 1)).isCloseTo(-s * (1 - s), within(1e-5));
            assertThat(slope(bco, 0, 1)).isCloseTo(-1 / (1 + Math.exp(-mean)), within(1e-5));
        }
    }

    @Test
    void shouldMoveTheShiftOnlyWhenTheStepWasTaken() {
        PolicyObjective bco = objective("bco", Map.of("beta", 1.0, "shift-decay", 0.5));
        Map<String, Double> before = bco.state();
        double first = slope(bco, 3, 1);
        assertThat(bco.state()).as("no step yet").isEqualTo(before);

        bco.beginStep();
        bco.endStep();
        assertThat(bco.state()).as("a step that was skipped says nothing").isEqualTo(before);

        double again = slope(bco, 3, 1);
        bco.endStep();
        assertThat(bco.state()).containsEntry("up-mean", 1.5).containsEntry("up-share", 0.75);
        assertThat(again).isEqualTo(first);
    }

    /** Half is left of an up at 3: the means go half as far, from 0 to 1.5 and from 1/2 to 3/4, as with all of it. */
    @Test
    void shouldMoveTheShiftLessByWhatTheFirewallTook() {
        PolicyObjective bco = objective("bco", Map.of("beta", 1.0, "shift-decay", 0.5));
        BatchArrays cut = CutLabels.of(answer(3, 1, "ann"), 0.5);
        assertThat(cut.evaluate(manager, bco::evaluate).loss())
                .as("half of -log s(3)")
                .isCloseTo(0.024294f, within(1e-5f));
        bco.endStep();

        assertThat(bco.state()).containsEntry("up-mean", 0.75).containsEntry("up-share", 0.625);
    }

    /** An up at 4 of which half is left and a down at -1: the loss is of both as said, the measures are of what is left. */
    @Test
    void shouldMeasureWhatIsLeftOfLabelsAndLearnFromThemAsTheyWereSaid() {
        float[] ones = {1, 1};
        float[] zeros = new float[2];
        float[] now = {-1, -1};
        BatchArrays said = new BatchArrays(
                2,
                1,
                now,
                zeros,
                ones,
                now,
                now,
                new float[] {-5, 0},
                zeros,
                new float[] {1, 0},
                ones,
                new PolicyBatch.Whole(2, 2));
        PolicyObjective bco = objective("bco", Map.of("beta", 1.0, "class-balance", false));
        Map<String, Float> measured = new HashMap<>();
        BatchArrays.Result result = CutLabels.of(said, 0.5, 1).evaluate(manager, batch -> {
            LossReport report = bco.evaluate(batch);
            report.diagnostics().forEach((name, value) -> measured.put(name, value.getFloat()));
            return report;
        });

        // (0.5 (-log s(4)) + (-log s(1))) / 2, (0.5 * 4 - 1) / 1.5 and 0.5 / 1.5
        assertThat(result.loss()).isCloseTo(0.161168f, within(1e-5f));
        assertThat(measured.getOrDefault("implied-reward", Float.NaN)).isCloseTo(0.666667f, within(1e-5f));
        assertThat(measured.getOrDefault("up-share", Float.NaN)).isCloseTo(0.333333f, within(1e-5f));
    }

    /** Praise of a person who always praises says less than praise of one who never does. */
    @Test
    void shouldHearAStrictPersonsPraiseMoreThanALenientOnes() {
        PolicyObjective uapo = objective("uapo", Map.of("class-balance", false));
        uapo.restore(Map.of(
                "rater-ups:ann",
                20.0,
                "rater-all:ann",
                20.0,
                "rater-ups:bob",
                0.0,
                "rater-all:bob",
                20.0,
                "rater-ups:",
                20.0,
                "rater-all:",
                40.0));

        double ofLenient = slope(uapo, 0, 1, "ann");
        double ofStrict = slope(uapo, 0, 1, "bob");
        double ofStranger = slope(uapo, 0, 1, "cec");

        // (20 + 2) / 24 and (0 + 2) / 24 against 1 / 2: the logits are ln 11 and -ln 11
        assertThat(ofLenient).isCloseTo(-0.1 / 12, within(1e-5));
        assertThat(ofStrict).isCloseTo(-0.1 * 11 / 12, within(1e-5));
        assertThat(ofStranger).isCloseTo(-0.1 / 2, within(1e-5));
    }

    /** All prompts are seen with approval three times as often: downs weigh 3, ups 1. */
    @Test
    void shouldWeighOnlyTheDownsWhenPromptsAreMatched() {
        PolicyObjective matched = objective("bco", Map.of("udm", true, "class-balance", false));
        matched.restore(Map.of("prompt-weight-64", Math.log(3), "prompt-ups", 600.0, "prompt-downs", 600.0));
        PolicyObjective plain = objective("bco", Map.of("class-balance", false));

        assertThat(slope(matched, 1, 0)).isCloseTo(3 * slope(plain, 1, 0), within(1e-6));
        assertThat(slope(matched, 1, 1)).isEqualTo(slope(plain, 1, 1));
    }

    @Test
    void shouldNeedTheKeyOfThePersonOnlyForTheShiftByPerson() {
        assertThat(objective("uapo", Map.of()).needs())
                .containsExactlyInAnyOrder(Signal.BINARY_LABEL, Signal.REFERENCE_LOG_PROBS, Signal.USER_KEY);
        assertThat(objective("kto", Map.of()).needs()).doesNotContain(Signal.USER_KEY);
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatThrownBy(() -> objective("bco", Map.of("beta", 0.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("beta is 0.0");
        assertThatThrownBy(() -> objective("bco", Map.of("balance-cap", 0.1)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("balance-cap 0.1");
    }
}
