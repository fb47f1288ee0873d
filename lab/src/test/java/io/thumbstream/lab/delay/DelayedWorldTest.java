package io.thumbstream.lab.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DelayedWorldTest {
    private static final long SEED = 5;

    private final DelayedWorld world = new DelayedWorld(0.1, 0.3, new DelayLaw.Exponential(90), 40_000, 0.1);

    @Test
    void shouldDrawTheSameAnswersAgainAndOthersForAnotherSeed() {
        assertThat(world.draw(SEED)).isEqualTo(world.draw(SEED));
        assertThat(world.draw(SEED)).isNotEqualTo(world.draw(SEED + 1));
    }

    @Test
    void shouldMoveTheRateInAStraightLine() {
        assertThat(world.rateAt(0)).isEqualTo(0.1);
        assertThat(world.rateAt(2000)).isCloseTo(0.2, within(1e-12));
        assertThat(world.rateAt(9999)).isCloseTo(0.3, within(1e-12));

        List<ShownAnswer> answers = world.draw(SEED);
        assertThat(share(answers.subList(0, 10_000))).as("seed %d", SEED).isCloseTo(0.125, within(0.015));
        assertThat(share(answers.subList(30_000, 40_000))).as("seed %d", SEED).isCloseTo(0.275, within(0.02));
    }

    @Test
    void shouldMeasureFromTheRecordHowSoonYesComes() {
        List<ShownAnswer> answers = world.draw(SEED);

        assertThat(world.measured(answers).share(60).orElseThrow())
                .as("seed %d", SEED)
                .isCloseTo(1 - Math.exp(-60.0 / 90), within(0.02));
        assertThat(world.meanDelay(answers)).as("seed %d", SEED).isCloseTo(90, within(5.0));
    }

    @Test
    void shouldRefuseARateThatIsNone() {
        assertThatThrownBy(() -> new DelayedWorld(0, 0.3, new DelayLaw.Exponential(90), 10, 1))
                .hasMessageContaining("from 0.0 to 0.3");
        assertThatThrownBy(() -> new DelayedWorld(0.1, 0.3, new DelayLaw.Exponential(90), 0, 1))
                .hasMessageContaining("0 answers");
    }

    private static double share(List<ShownAnswer> answers) {
        return answers.stream().filter(ShownAnswer::yes).count() / (double) answers.size();
    }
}
