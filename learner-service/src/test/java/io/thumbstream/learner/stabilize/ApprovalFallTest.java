package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sums by hand; a tenth is tolerated. */
class ApprovalFallTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 29);

    private static boolean step(ApprovalFall fall, double... labels) {
        fall.beginStep();
        for (double label : labels) {
            fall.hear(label, 1, 1);
        }
        return fall.alarm();
    }

    private static ApprovalFall of(double threshold, int warmUp) {
        return new ApprovalFall(new ApprovalFall.Settings(0.1, threshold, warmUp));
    }

    /**
     * Means 3/4, 1/2 and 3/7; the second step lies 1/2 below, twice, the third 3/7, once, each less a tenth: 0.8, then 1.1285714, and all starts
     * afresh.
     */
    @Test
    void shouldAddUpHowFarJudgementsLieBelowTheMean() {
        ApprovalFall fall = of(1, 4);
        assertThat(step(fall, 1, 1, 1, 0)).isFalse();
        assertThat(fall.fall()).isZero();
        assertThat(step(fall, 0, 0)).isFalse();
        assertThat(fall.fall()).isCloseTo(0.8, within(1e-12));
        assertThat(step(fall)).as("nobody judged").isFalse();
        assertThat(fall.state().getOrDefault("alarm-mean", Double.NaN)).isCloseTo(0.5, within(1e-12));

        assertThat(step(fall, 0)).isTrue();
        assertThat(fall.state()).isEqualTo(of(1, 4).state());
    }

    /** The sum of the third step is 1.1285714 of seven judged answers. */
    @Test
    void shouldSoundOnlyBeyondTheThresholdAndAfterTheWarmUp() {
        for (ApprovalFall fall : new ApprovalFall[] {of(1.1286, 4), of(1, 8)}) {
            assertThat(step(fall, 1, 1, 1, 0)).isFalse();
            assertThat(step(fall, 0, 0)).isFalse();
            assertThat(step(fall, 0)).isFalse();
            assertThat(fall.fall()).isCloseTo(0.8 + 3.0 / 7 - 0.1, within(1e-12));
        }
        assertThat(of(0.01, 1).state()).isEqualTo(Map.of("alarm-judged", 0.0, "alarm-mean", 0.0, "alarm-fall", 0.0));
    }

    @Test
    void shouldWeighLabelsAndForgetAStepThatWasNotTaken() {
        ApprovalFall fall = of(1, 1);
        fall.hear(0, 1000, 1);
        fall.beginStep();
        fall.hear(1, 3, 1);
        fall.hear(0, 1, 1);
        assertThat(fall.alarm()).isFalse();

        assertThat(fall.state().getOrDefault("alarm-mean", Double.NaN)).isCloseTo(0.75, within(1e-12));
        assertThat(fall.state()).containsEntry("alarm-judged", 2.0);
    }

    /** Ten liked answers, then forty of a person of whose labels a tenth is left: four more, by which the mean comes to 10/14. */
    @Test
    void shouldCountOfAnAnswerWhatIsLeftOfItsLabel() {
        ApprovalFall fall = of(3, 1);
        assertThat(step(fall, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)).isFalse();
        for (int i = 0; i < 40; i++) {
            fall.hear(0, 0.1, 0.1);
        }

        assertThat(fall.alarm())
                .as("by forty whole ones it would have fallen by 4")
                .isFalse();
        assertThat(fall.fall()).isCloseTo(4 * (10.0 / 14 - 0.1), within(1e-9));
    }

    @Test
    void shouldBeDeafToRises() {
        ApprovalFall fall = of(0.5, 1);
        assertThat(step(fall, 0, 0, 0, 0)).isFalse();

        for (int i = 0; i < 20; i++) {
            assertThat(step(fall, 1, 1, 1, 1)).as("step %d", i).isFalse();
        }
        assertThat(fall.fall()).isZero();
    }

    /** With the defaults: steps of eight votes, 0.7 of them up, then 0.4, which is 1.6 beyond what is tolerated each time. */
    @Test
    void shouldHearAFallSoonAndNoFallRarely() {
        SeededRandom random = new SeededRandom(SEED);
        ApprovalFall fall = new ApprovalFall(ApprovalFall.Settings.defaults());
        int alarms = 0;
        for (int i = 0; i < 100; i++) {
            alarms += step(fall, votes(random, 0.7)) ? 1 : 0;
        }
        assertThat(alarms).as("seed %d", SEED).isZero();
        int until = 0;
        while (until < 60 && !step(fall, votes(random, 0.4))) {
            until++;
        }

        assertThat(until).as("seed %d", SEED).isLessThan(30);
    }

    private static double[] votes(SeededRandom random, double up) {
        double[] votes = new double[8];
        for (int i = 0; i < votes.length; i++) {
            votes[i] = random.nextDouble() < up ? 1 : 0;
        }
        return votes;
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatThrownBy(() -> new ApprovalFall.Settings(-0.1, 1, 1)).hasMessageContaining("tolerance is -0.1");
        assertThatThrownBy(() -> of(0, 1)).hasMessageContaining("threshold is 0.0");
        assertThatThrownBy(() -> of(Double.NaN, 1)).hasMessageContaining("threshold is NaN");
        assertThatThrownBy(() -> of(1, 0)).hasMessageContaining("warm-up is 0");
    }
}
