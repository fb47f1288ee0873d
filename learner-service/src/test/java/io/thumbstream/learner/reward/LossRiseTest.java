package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossRiseTest {
    private static final LossRise.Settings SETTINGS = new LossRise.Settings(0.2, 12, 100);

    @Test
    void shouldKeepTheStatisticByHandWhenThreeLabelsCame() {
        LossRise test = new LossRise(new LossRise.Settings(0.2, 12, 100));
        test.alarm(0.5, 1);
        test.alarm(0.5, 0);
        test.alarm(0.25, 1);

        // losses ln 2, ln 2, ln 4; the mean includes the label itself, so the rise of the third is 2/3 ln 2
        double rise = 2.0 / 3 * Math.log(2);
        assertThat(test.state().mean()).isCloseTo(4.0 / 3 * Math.log(2), within(1e-12));
        assertThat(test.state().sum()).isCloseTo(rise - 0.6, within(1e-12));
        assertThat(test.state().least()).isCloseTo(-0.4, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldSoundWithinFewLabelsWhenWishesTurnOver(long seed) {
        LossRise test = new LossRise(SETTINGS);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1000; i++) {
            assertThat(test.alarm(0.9, random.nextDouble() < 0.9 ? 1 : 0))
                    .as("label %s of seed %s", i, seed)
                    .isFalse();
        }
        int labels = 0;
        boolean sounded = false;
        while (!sounded && labels < 50) {
            sounded = test.alarm(0.9, random.nextDouble() < 0.1 ? 1 : 0);
            labels++;
        }
        assertThat(sounded).as("seed %s", seed).isTrue();
        assertThat(labels).as("seed %s", seed).isLessThan(25);
        assertThat(test.state().alarms()).isEqualTo(1);
        assertThat(test.state().labels()).as("it starts afresh").isZero();
    }

    /** Two losses of ln 2 and one of 4, or one of ln 2 and two of 4, lie more than 1 above their mean in all. */
    @Test
    void shouldWarmUpAnewAfterAnAlarm() {
        LossRise test = new LossRise(new LossRise.Settings(0, 0.1, 3));
        assertThat(test.alarm(0.5, 1)).isFalse();
        assertThat(test.alarm(0.5, 1)).isFalse();
        assertThat(test.alarm(0.01, 1)).isTrue();

        assertThat(test.alarm(0.5, 1)).isFalse();
        assertThat(test.alarm(0.01, 1)).as("1.65 above, but the second label").isFalse();
        assertThat(test.alarm(0.01, 1)).isTrue();
        assertThat(test.state().alarms()).isEqualTo(2);
    }

    @Test
    void shouldStaySilentWhenOneLabelWasCertainAndWrong() {
        LossRise test = new LossRise(SETTINGS);
        for (int i = 0; i < 500; i++) {
            test.alarm(0.99, 1);
        }
        assertThat(test.alarm(1, 0)).isFalse();
        assertThat(test.state().mean()).isFinite();
    }

    @Test
    void shouldGoOnWhereItWasWhenRestored() {
        LossRise whole = new LossRise(SETTINGS);
        LossRise first = new LossRise(SETTINGS);
        for (int i = 0; i < 150; i++) {
            whole.alarm(0.8, i % 2);
            first.alarm(0.8, i % 2);
        }
        LossRise second = new LossRise(SETTINGS);
        second.restore(first.state());
        whole.alarm(0.8, 0);
        second.alarm(0.8, 0);
        assertThat(second.state()).isEqualTo(whole.state());
    }

    @Test
    void shouldNameTheSettingWhenItIsOutOfRange() {
        assertThatThrownBy(() -> new LossRise.Settings(-0.1, 12, 100)).hasMessageContaining("tolerance is -0.1");
        assertThatThrownBy(() -> new LossRise.Settings(0.1, 0, 100)).hasMessageContaining("threshold is 0.0");
        assertThatThrownBy(() -> new LossRise.Settings(0.1, 12, 0)).hasMessageContaining("warm-up is 0");
    }
}
