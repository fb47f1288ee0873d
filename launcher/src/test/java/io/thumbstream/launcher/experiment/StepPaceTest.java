package io.thumbstream.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepPaceTest {
    private final StepPace pace = new StepPace(new DriftPlan(1000, 20, 100));

    @Test
    void shouldLetEverybodyVoteWhenWithinTheHeadStart() {
        assertThat(pace.share(0)).isEqualTo(1);
        assertThat(pace.share(100)).isEqualTo(1);
        assertThat(pace.share(101)).isEqualTo(0.1);
    }

    @Test
    void shouldCountStepsFromTheFirstOneSeenWhenTheLearnerGoesOn() {
        pace.reached(500);
        assertThat(pace.steps()).isZero();
        assertThat(pace.share(101)).isEqualTo(0.1);
        pace.reached(502);
        assertThat(pace.share(140)).isEqualTo(1);
        assertThat(pace.share(141)).isEqualTo(0.1);
    }

    @Test
    void shouldNeverGoBackWhenAnOlderStepIsSeen() {
        pace.reached(3);
        pace.reached(8);
        pace.reached(5);
        assertThat(pace.steps()).isEqualTo(5);
    }
}
