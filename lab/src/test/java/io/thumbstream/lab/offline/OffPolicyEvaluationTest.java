package io.thumbstream.lab.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.offline.OffPolicyOutcome.Estimate;
import io.thumbstream.lab.offline.OffPolicyOutcome.Estimated;
import io.thumbstream.lab.offline.OffPolicyOutcome.Estimator;
import io.thumbstream.lab.offline.OffPolicyOutcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffPolicyEvaluationTest {
    private static final Offset<Double> CLOSE = within(1e-6);
    private static final int COPIES = 40;

    /** Three actions with weights 2, 0.5 and 1 and rewards 1, 0 and 0.5, forty times each. */
    private static List<LoggedAction> byHand() {
        List<LoggedAction> actions = new ArrayList<>();
        for (int i = 0; i < COPIES; i++) {
            actions.add(action(0.25, 0.5, 1, 0.5, 0.6));
            actions.add(action(0.5, 0.25, 0, 0.25, 0.3));
            actions.add(action(0.25, 0.25, 0.5, 0.5, 0.5));
        }
        return actions;
    }

    private static LoggedAction action(double behaviour, double target, double reward, double logged, double expected) {
        return new LoggedAction(
                "",
                Math.log(behaviour),
                Math.log(target),
                reward,
                Optional.of(new LoggedAction.Prediction(logged, expected)));
    }

    @Test
    void shouldGiveTheValuesComputedByHand() {
        Estimated outcome = estimated(byHand(), OffPolicySettings.defaults());

        // (2 + 0.5 + 1)^2 / (4 + 0.25 + 1) of three
        assertThat(outcome.overview().effectiveSize()).isCloseTo(COPIES * 12.25 / 5.25, CLOSE);
        assertThat(outcome.overview().meanWeight()).isCloseTo(3.5 / 3, CLOSE);
        assertThat(outcome.overview().earned()).isCloseTo(0.5, CLOSE);
        assertThat(value(outcome, Estimator.IPS).value()).isCloseTo((2 * 1 + 0.5 * 0 + 1 * 0.5) / 3, CLOSE);
        assertThat(value(outcome, Estimator.SNIPS).value()).isCloseTo(2.5 / 3.5, CLOSE);
        // 0.6 + 2 (1 - 0.5), 0.3 + 0.5 (0 - 0.25), 0.5 + 1 (0.5 - 0.5)
        assertThat(value(outcome, Estimator.DOUBLY_ROBUST).value()).isCloseTo((1.6 + 0.175 + 0.5) / 3, CLOSE);
        assertThat(value(outcome, Estimator.SNIPS).gain()).isCloseTo(2.5 / 3.5 - 0.5, CLOSE);
    }

    @Test
    void shouldBoundByTheSpreadOfTheInfluences() {
        Estimated outcome = estimated(byHand(), OffPolicySettings.defaults());

        int n = 3 * COPIES;
        // deviations of 2, 0 and 0.5 from their mean 5 / 6: squares sum to 13 / 6
        double ips = Math.sqrt(COPIES * (13 / 6.0) / (n - 1.0) / n);
        // w (r - 5 / 7) / (7 / 6) is 24 / 49, -15 / 49 and -9 / 49: squares sum to 18 / 49
        double snips = Math.sqrt(COPIES * (18 / 49.0) / (n - 1.0) / n);
        assertThat(value(outcome, Estimator.IPS).standardError()).isCloseTo(ips, CLOSE);
        assertThat(value(outcome, Estimator.SNIPS).standardError()).isCloseTo(snips, CLOSE);
        // Student's t for 92.3 degrees of freedom is 1.6616
        assertThat(value(outcome, Estimator.SNIPS).low()).isCloseTo(2.5 / 3.5 - 1.6616 * snips, within(1e-4));
    }

    @ParameterizedTest(name = "{0} with {1} degrees of freedom")
    @CsvSource({"0.95, 15, 1.7531", "0.95, 49, 1.6766", "0.99, 15, 2.6025", "0.99, 100, 2.3642", "0.8, 30, 0.8538"})
    void shouldKnowStudentsQuantiles(double confidence, double degrees, double tabulated) {
        assertThat(OffPolicyEvaluation.student(confidence, degrees)).isCloseTo(tabulated, within(0.005));
    }

    @Test
    void shouldCapWeightsWhereAsked() {
        Estimated capped = estimated(byHand(), new OffPolicySettings(0.95, 50, 1.5));

        assertThat(value(capped, Estimator.IPS).value()).isCloseTo((1.5 + 0 + 0.5) / 3, CLOSE);
        assertThat(value(capped, Estimator.SNIPS).value()).isCloseTo(2 / 3.0, CLOSE);
    }

    @Test
    void shouldLeaveOutTheDoublyRobustEstimateWhenAPredictionLacks() {
        List<LoggedAction> actions = byHand();
        actions.add(LoggedAction.of(Math.log(0.5), Math.log(0.5), 1));

        assertThat(estimated(actions, OffPolicySettings.defaults()).estimates())
                .containsOnlyKeys(Estimator.IPS, Estimator.SNIPS);
    }

    @Test
    void shouldNotTakeRepeatedActionsOfAGroupForNews() {
        List<LoggedAction> alone = new ArrayList<>();
        List<LoggedAction> repeated = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double target = i % 2 == 0 ? 0.3 : 0.6;
            for (int copy = 0; copy < 4; copy++) {
                LoggedAction action =
                        new LoggedAction("prompt " + i, Math.log(0.5), Math.log(target), i % 3, Optional.empty());
                repeated.add(action);
                if (copy == 0) {
                    alone.add(action);
                }
            }
        }
        Estimate once = value(estimated(alone, OffPolicySettings.defaults()), Estimator.SNIPS);
        Estimated four = estimated(repeated, OffPolicySettings.defaults());

        assertThat(four.overview().groups()).isEqualTo(100);
        assertThat(value(four, Estimator.SNIPS).value()).isCloseTo(once.value(), CLOSE);
        assertThat(value(four, Estimator.SNIPS).standardError()).isCloseTo(once.standardError(), CLOSE);
    }

    @Test
    void shouldRefuseBelowTheLeastEffectiveSize() {
        List<LoggedAction> actions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            // ten actions weigh 1 / 0.01, all others nearly nothing: 10 effective actions
            actions.add(LoggedAction.of(Math.log(0.01), i < 10 ? 0 : Math.log(1e-9), 1));
        }
        Refused refused = refused(actions, OffPolicySettings.defaults());

        assertThat(refused.overview().effectiveSize()).isCloseTo(10, within(0.01));
        assertThat(refused.reason())
                .contains("1000 logged actions stand for 10.0")
                .contains("least effective sample size of 50.0");
    }

    @Test
    void shouldRefuseWhatSaysNothing() {
        assertThat(refused(List.of(), OffPolicySettings.defaults()).reason()).contains("there are 0 groups");
        List<LoggedAction> one = new ArrayList<>();
        List<LoggedAction> never = new ArrayList<>();
        List<LoggedAction> beyond = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            one.add(new LoggedAction("the same prompt", -1, -1, i, Optional.empty()));
            never.add(LoggedAction.of(-1, Double.NEGATIVE_INFINITY, 1));
            beyond.add(LoggedAction.of(-2000, -1, 1));
        }
        assertThat(refused(one, OffPolicySettings.defaults()).reason()).contains("there are 1 groups");
        assertThat(refused(never, OffPolicySettings.defaults()).overview().effectiveSize())
                .isZero();
        assertThat(refused(beyond, OffPolicySettings.defaults()).overview().effectiveSize())
                .isOne();
    }

    @Test
    void shouldRefuseActionsAndSettingsThatAreNone() {
        assertThatThrownBy(() -> LoggedAction.of(Double.NEGATIVE_INFINITY, -1, 0))
                .hasMessageContaining("behaviour");
        assertThatThrownBy(() -> LoggedAction.of(0.5, -1, 0)).hasMessageContaining("behaviour log-prob is 0.5");
        assertThatThrownBy(() -> LoggedAction.of(-1, Double.NaN, 0)).hasMessageContaining("target");
        assertThatThrownBy(() -> LoggedAction.of(-1, -1, Double.NaN)).hasMessageContaining("reward");
        assertThatThrownBy(() -> new LoggedAction.Prediction(1, Double.NaN)).hasMessageContaining("predictions");
        assertThatThrownBy(() -> new OffPolicySettings(1, 50, 1)).hasMessageContaining("confidence");
        assertThatThrownBy(() -> new OffPolicySettings(0.95, 2, 1)).hasMessageContaining("at least 16");
        assertThatThrownBy(() -> new OffPolicySettings(0.95, 50, 0)).hasMessageContaining("cap");
    }

    private static Estimated estimated(List<LoggedAction> actions, OffPolicySettings settings) {
        OffPolicyOutcome outcome = OffPolicyEvaluation.of(actions, settings);
        assertThat(outcome).isInstanceOf(Estimated.class);
        return (Estimated) outcome;
    }

    private static Refused refused(List<LoggedAction> actions, OffPolicySettings settings) {
        OffPolicyOutcome outcome = OffPolicyEvaluation.of(actions, settings);
        assertThat(outcome).isInstanceOf(Refused.class);
        return (Refused) outcome;
    }

    private static Estimate value(Estimated outcome, Estimator estimator) {
        assertThat(outcome.estimates()).containsKey(estimator);
        return Optional.ofNullable(outcome.estimates().get(estimator)).orElseThrow();
    }
}
