package io.thumbstream.lab.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearningSignalMonitorTest {
    private final Readings readings = new Readings();

    @Test
    void shouldMeasureGroupsWhenComputedByHand() {
        LearningSignalMonitor monitor = new LearningSignalMonitor(Answers.settings(2));
        monitor.group(
                Answers.group(
                        Answers.worded(0, List.of(1, 2), List.of(-1f, -2f)),
                        Answers.worded(2, List.of(1, 2), List.of(-3f, -2f))),
                readings);
        monitor.group(
                Answers.group(Answers.worded(4, List.of(1), List.of(-1f)), Answers.worded(4, List.of(2), List.of(-1f))),
                readings);

        assertThat(readings.samples(Measure.REWARD_VARIANCE)).containsExactly(2.0, 0.0);
        assertThat(readings.shown(Measure.REWARD_VARIANCE)).containsExactly(2.0, 1.0);
        assertThat(readings.samples(Measure.EQUAL_GROUPS)).containsExactly(0.0, 1.0);
        assertThat(readings.shown(Measure.EQUAL_GROUPS)).containsExactly(0.0, 0.5);
        assertThat(readings.samples(Measure.SAMPLED_ENTROPY)).containsExactly(2.0, 1.0);
        assertThat(readings.shown(Measure.SAMPLED_ENTROPY)).containsExactly(2.0, 1.5);
        assertThat(readings.samples(Measure.DISTINCT_ANSWERS)).containsExactly(0.5, 1.0);
        assertThat(readings.shown(Measure.DISTINCT_ANSWERS)).containsExactly(0.5, 0.75);
    }

    @Test
    void shouldWhitenByAllScoresOfTheWindowOnceItIsFull() {
        LearningSignalMonitor monitor = new LearningSignalMonitor(Answers.settings(2));
        monitor.group(Answers.group(Answers.scored(0, 0), Answers.scored(2, 0)), readings);
        assertThat(readings.samples(Measure.WHITENED_VARIANCE)).isEmpty();
        monitor.group(Answers.group(Answers.scored(4, 0), Answers.scored(8, 0)), readings);

        // all: 0 2 4 8, mean 3.5, squares 12.25 + 2.25 + 0.25 + 20.25 = 35, over 3; own 8, the other 2
        assertThat(readings.samples(Measure.WHITENED_VARIANCE)).singleElement().satisfies(value -> assertThat(value)
                .isCloseTo(8 / (35 / 3.0), within(1e-12)));
        assertThat(readings.shown(Measure.WHITENED_VARIANCE)).singleElement().satisfies(value -> assertThat(value)
                .isCloseTo(5 / (35 / 3.0), within(1e-12)));
    }

    @Test
    void shouldSayNothingOfScoresThatAreAllEqual() {
        LearningSignalMonitor monitor = new LearningSignalMonitor(Answers.settings(2));
        for (int i = 0; i < 4; i++) {
            monitor.group(Answers.group(Answers.scored(1, 0), Answers.scored(1, 0)), readings);
        }
        assertThat(readings.samples(Measure.WHITENED_VARIANCE)).isEmpty();
        assertThat(readings.samples(Measure.EQUAL_GROUPS)).containsExactly(1.0, 1.0, 1.0, 1.0);
    }

    @Test
    void shouldSayNothingOfGroupsWithTooFewAnswers() {
        LearningSignalMonitor monitor = new LearningSignalMonitor(Answers.settings(2));
        monitor.group(Answers.group(), readings);
        monitor.group(Answers.group(Answers.bare()), readings);
        assertThat(readings.all()).isEmpty();

        monitor.group(Answers.group(Answers.worded(1, List.of(1), List.of(-3f))), readings);
        assertThat(readings.all()).extracting(Reading::measure).containsExactly(Measure.SAMPLED_ENTROPY);
    }

    @Test
    void shouldTakeAGroupOnceWhateverItsRevisions() {
        LearningSignalMonitor monitor = new LearningSignalMonitor(Answers.settings(2));
        List<SignalAnswer> answers = List.of(Answers.scored(0, 0), Answers.scored(1, 0));
        monitor.group(new SignalGroup(1, answers), readings);
        monitor.group(new SignalGroup(2, answers), readings);
        assertThat(readings.samples(Measure.REWARD_VARIANCE)).containsExactly(0.5);
    }

    @Test
    void shouldSeeVersionsGoToAndFroWhenANewerOneBegins() {
        LearningSignalMonitor monitor = new LearningSignalMonitor(Answers.settings(2));
        // two answers per version, means 0 1 0 1 0
        double[] means = {0, 1, 0, 1, 0};
        for (int version = 0; version < means.length; version++) {
            monitor.group(
                    Answers.group(
                            Answers.ofVersion(version, means[version] - 1),
                            Answers.ofVersion(version, means[version] + 1)),
                    readings);
        }
        // changes 1 -1 1 around 1/3: (-8/9 - 8/9) / (4/9 + 16/9 + 4/9)
        assertThat(readings.samples(Measure.VERSION_OSCILLATION))
                .singleElement()
                .satisfies(value -> assertThat(value).isCloseTo(-2.0 / 3, within(1e-12)));
        monitor.group(Answers.group(Answers.ofVersion(5, 0)), readings);
        assertThat(readings.samples(Measure.VERSION_OSCILLATION)).hasSize(2);
    }

    @Test
    void shouldSayNothingOfVersionsThatRiseEvenlyOrCameTooLate() {
        VersionMeans versions = new VersionMeans(4);
        for (int version = 1; version < 9; version++) {
            assertThat(versions.add(version, version)).isEmpty();
        }
        assertThat(versions.add(2, 100)).isEmpty();
        assertThat(versions.add(9, 9)).isEmpty();
    }
}
