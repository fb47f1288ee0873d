package io.thumbstream.lab.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.prequential.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardShiftMonitorTest {
    private final Readings readings = new Readings();
    private final RewardShiftMonitor monitor = new RewardShiftMonitor(Answers.settings(2));

    @Test
    void shouldMeasureScoresOfAGroupWhenComputedByHand() {
        monitor.group(Answers.group(Answers.scored(0, 0.1), Answers.scored(Math.log(3), 0.3)), readings);
        monitor.group(Answers.group(Answers.scored(0, 0.6)), readings);

        assertThat(readings.samples(Measure.MEMBER_DISAGREEMENT))
                .satisfiesExactly(first -> assertThat(first).isCloseTo(0.2, within(1e-12)), second -> assertThat(second)
                        .isCloseTo(0.6, within(1e-12)));
        assertThat(readings.shown(Measure.MEMBER_DISAGREEMENT).get(1)).isCloseTo(0.4, within(1e-12));
        // mean of 1 and 3
        assertThat(readings.samples(Measure.SCORE_ENERGY).get(0)).isCloseTo(-Math.log(2), within(1e-12));
        assertThat(readings.samples(Measure.SCORE_ENERGY).get(1)).isCloseTo(0, within(1e-12));
    }

    @Test
    void shouldStayFiniteWhenScoresAreHuge() {
        monitor.group(Answers.group(Answers.scored(1000, 0), Answers.scored(1000, 0)), readings);
        assertThat(readings.samples(Measure.SCORE_ENERGY)).containsExactly(-1000.0);
    }

    @Test
    void shouldSayNothingOfAnswersWithoutScoresAndOfLaterRevisions() {
        monitor.group(Answers.group(), readings);
        monitor.group(Answers.group(Answers.bare()), readings);
        monitor.group(new SignalGroup(2, List.of(Answers.scored(1, 1))), readings);
        assertThat(readings.all()).isEmpty();
    }

    @Test
    void shouldMeasureCalibrationOverAWindowOfLabelsWithoutTies() {
        for (int i = 0; i < 10; i++) {
            assertThat(readings.all()).isEmpty();
            monitor.prediction(new Prediction("tie" + i, "", 0.9, 0.5), readings);
            monitor.prediction(new Prediction("label" + i, "", 0.75, i % 2), readings);
        }
        // one bin: half are up where three quarters were foreseen
        assertThat(readings.samples(Measure.CALIBRATION_ERROR)).singleElement().satisfies(value -> assertThat(value)
                .isCloseTo(0.25, within(1e-12)));
        monitor.prediction(new Prediction("next", "", 0.75, 1), readings);
        assertThat(readings.all()).hasSize(1);
    }
}
