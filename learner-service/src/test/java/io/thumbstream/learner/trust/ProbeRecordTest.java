package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProbeRecordTest {
    private static final TrustSettings.Probes PROBES = TrustSettings.defaults().probes();

    private static ProbeRecord after(int right, int wrong) {
        ProbeRecord record = ProbeRecord.NONE;
        for (int i = 0; i < right + wrong; i++) {
            record = record.answered(i < right, PROBES);
        }
        return record;
    }

    @Test
    void shouldWeighByThePosteriorMean() {
        assertThat(ProbeRecord.NONE.weight(PROBES)).isEqualTo(1);
        assertThat(after(0, 1).weight(PROBES)).as("(4/6 - 1/2) / 0.3").isCloseTo(5.0 / 9, within(1e-12));
        assertThat(after(0, 3).weight(PROBES)).as("4/8 is a coin").isZero();
        assertThat(after(4, 1).weight(PROBES)).as("8/10").isCloseTo(1, within(1e-12));
        assertThat(after(9, 0).weight(PROBES)).as("never more than one vote").isEqualTo(1);
    }

    @Test
    void shouldSoundWhenWrongAnswersOutweighRightOnes() {
        assertThat(after(0, 4).failed(PROBES))
                .as("4 ln 4 = 5.55 < ln 1000 = 6.91")
                .isFalse();
        assertThat(after(0, 5).failed(PROBES)).as("5 ln 4 = 6.93").isTrue();
        assertThat(after(40, 5).failed(PROBES))
                .as("good answers of old do not excuse")
                .isTrue();
        assertThat(after(0, 5).balance(PROBES)).isCloseTo(5 * Math.log(4), within(1e-12));
    }

    @Test
    void shouldCountTheNewestAnswersWhenThereAreMany() {
        ProbeRecord turned = after(1000, 40);

        assertThat(turned.right() + turned.wrong()).isCloseTo(50, within(1e-9));
        assertThat(turned.weight(PROBES)).as("after 40 wrong answers in a row").isZero();
    }

    @Test
    void shouldRarelyConvictTheHonest() {
        SplittableRandom random = new SplittableRandom(11);
        int people = 4000;
        int probes = 30;
        int convicted = 0;
        for (int i = 0; i < people; i++) {
            ProbeRecord record = ProbeRecord.NONE;
            boolean failed = false;
            for (int j = 0; j < probes; j++) {
                record = record.answered(random.nextDouble() < PROBES.accuracy(), PROBES);
                failed |= record.failed(PROBES);
            }
            convicted += failed ? 1 : 0;
        }

        assertThat((double) convicted / people)
                .as("seed 11: at most probes times false alarm")
                .isLessThan(probes * PROBES.falseAlarm());
    }
}
