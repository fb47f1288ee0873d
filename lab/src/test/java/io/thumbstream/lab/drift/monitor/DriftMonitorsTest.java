package io.thumbstream.lab.drift.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every monitor: calm on 5,000 votes without a change, on 5 seeds; alarm within 600 votes after 68 % turn into 30 %. */
class DriftMonitorsTest {
    private static final int CALM = 5000;
    private static final int NOTICE = 600;

    static Stream<Arguments> monitorsAndSeeds() {
        return DriftMonitors.CATALOG.names().stream()
                .flatMap(name -> Stream.of(1L, 2L, 3L, 4L, 5L).map(seed -> Arguments.of(name, seed)));
    }

    @ParameterizedTest
    @MethodSource("monitorsAndSeeds")
    void shouldStayCalmUntilTheShiftAndNoticeItSoonWhateverTheMonitor(String name, long seed) {
        DriftMonitor monitor = DriftMonitors.CATALOG.create(name);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CALM; i++) {
            monitor.add(random.nextDouble() < 0.68 ? 1 : 0);
        }
        assertThat(monitor.state().alarms()).as("false alarms, seed %s", seed).isZero();
        assertThat(monitor.state().samples()).isEqualTo(CALM);
        int noticed = 0;
        while (noticed < NOTICE && !monitor.state().drifting()) {
            monitor.add(random.nextDouble() < 0.30 ? 1 : 0);
            noticed++;
        }
        assertThat(monitor.state().alarms())
                .as("alarms after the shift, seed %s", seed)
                .isOne();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldLeaveOutNumbersThatAreNotFinite(String name) {
        DriftMonitor monitor = DriftMonitors.CATALOG.create(name);
        monitor.add(Double.NaN);
        monitor.add(Double.POSITIVE_INFINITY);
        monitor.add(1);
        assertThat(monitor.state().samples()).isOne();
        assertThat(monitor.state().value()).isFinite();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldThinkTheSameOfTheSameNumbersWhateverAnotherMonitorSaw(String name) {
        DriftMonitor first = DriftMonitors.CATALOG.create(name);
        DriftMonitor second = DriftMonitors.CATALOG.create(name);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 700; i++) {
            first.add(random.nextDouble() + (i > 500 ? 0.4 : 0));
        }
        SplittableRandom again = new SplittableRandom(7);
        for (int i = 0; i < 700; i++) {
            second.add(again.nextDouble() + (i > 500 ? 0.4 : 0));
        }

        assertThat(second.state()).isEqualTo(first.state());
        assertThat(first.state().value()).isFinite();
    }

    static List<String> names() {
        return DriftMonitors.CATALOG.names();
    }

    @Test
    void shouldSumDeviationsWhenPageHinkleyIsComputedByHand() {
        PageHinkley monitor = new PageHinkley(new PageHinkley.Settings(0.1, 100, 1, 1));
        // means 0, 0.5, 2/3; up 0, 0 + 1 - 0.5 - 0.1, 0.4 + 1 - 2/3 - 0.1
        monitor.add(0);
        assertThat(monitor.state().value()).isZero();
        monitor.add(1);
        assertThat(monitor.state().value()).isCloseTo(0.4, within(1e-12));
        monitor.add(1);
        assertThat(monitor.state().value()).isCloseTo(0.4 + 1 - 2.0 / 3 - 0.1, within(1e-12));
    }

    @Test
    void shouldMeasureTheLargestGapWhenTwoSamplesAreCompared() {
        assertThat(TwoWindows.distance(new double[] {1, 2, 3, 4}, new double[] {3, 4, 5, 6}))
                .isCloseTo(0.5, within(1e-12));
        assertThat(TwoWindows.distance(new double[] {1, 1, 2}, new double[] {1, 1, 2}))
                .isZero();
    }

    @Test
    void shouldEndTheAlarmWhenItsTimeIsOver() {
        PageHinkley monitor = new PageHinkley(new PageHinkley.Settings(0, 0.5, 1, 3));
        monitor.add(0);
        monitor.add(2);
        assertThat(monitor.state().drifting()).isTrue();
        for (int i = 0; i < 3; i++) {
            monitor.add(2);
        }
        assertThat(monitor.state().drifting()).isFalse();
        assertThat(monitor.state().alarms()).isOne();
    }
}
