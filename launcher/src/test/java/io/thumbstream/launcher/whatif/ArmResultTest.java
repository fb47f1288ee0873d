package io.thumbstream.launcher.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.prequential.PrequentialReport;
import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.learner.LearnerWhatIf;
import io.thumbstream.learner.engine.Counterfactual;
import io.thumbstream.reward.RewardSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ArmResultTest {
    private static ArmResult result(List<ArmResult.PolicyStep> steps) {
        LearnerWhatIf.Reached reached = new LearnerWhatIf.Reached(
                new Counterfactual.Result(steps.size(), steps.size(), 0, 0, OptionalLong.empty()),
                Path.of("reached"),
                "",
                true);
        return new ArmResult(
                new Arm("arm", LearnerSettings.defaults(), RewardSettings.defaults(), 1, Absent.nobody()),
                PrequentialReport.of(List.of()),
                new ArmResult.Rescored(0, 0, 0),
                steps,
                reached,
                reached,
                OptionalDouble.empty());
    }

    private static ArmResult.PolicyStep learned(long step, double share, double reward) {
        return ArmResult.PolicyStep.of(step, Map.of("effective-sample-share", share, "estimated-reward", reward));
    }

    /** As of one in which the firewall left nothing of anybody's label. */
    private static ArmResult.PolicyStep learnedNothing(long step) {
        return ArmResult.PolicyStep.of(step, Map.of("trust-factor", 0.0));
    }

    @Test
    void shouldPassOverStepsThatLearnedNothing() {
        ArmResult result =
                result(List.of(learned(1, 0.5, 1), learnedNothing(2), learned(3, 0.9, 2), learnedNothing(4)));

        assertThat(result.steps()).hasSize(4);
        assertThat(result.meanShare()).isCloseTo(0.7, within(1e-12));
        assertThat(result.lateReward()).as("of two, the last").isEqualTo(2);
        assertThat(result.shares()).containsExactly(new double[] {1, 0.5}, new double[] {3, 0.9});
        assertThat(result.estimates()).containsExactly(new double[] {1, 1}, new double[] {3, 2});
    }

    @Test
    void shouldTakeTheRewardOfTheLastQuarter() {
        List<ArmResult.PolicyStep> steps = new ArrayList<>();
        for (int step = 1; step <= 8; step++) {
            steps.add(learned(step, 1, step));
        }

        assertThat(result(steps).lateReward()).as("7 and 8").isEqualTo(7.5);
    }

    @Test
    void shouldHaveNoFigureWhereNoStepLearned() {
        ArmResult result = result(List.of(learnedNothing(1)));

        assertThat(result.meanShare()).isNaN();
        assertThat(result.lateReward()).isNaN();
        assertThat(result.shares()).isEmpty();
        assertThat(result.estimates()).isEmpty();
    }
}
