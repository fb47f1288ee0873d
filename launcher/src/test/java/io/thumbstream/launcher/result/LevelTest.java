package io.thumbstream.launcher.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.lab.report.Interval;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in place of baselines. */
class LevelTest {
    @Test
    void shouldReadNumbersAndHaveThemInEverySeed() {
        Level level = Level.of("0.95").orElseThrow();

        assertThat(level.values(3)).containsExactly(0.95, 0.95, 0.95);
        assertThat(level.values(0)).isEmpty();
        assertThat(Level.of("-1").orElseThrow().value()).isEqualTo(-1);
        Result.Arm arm = level.arm("0.95", Set.of("reward transform centre"));
        assertThat(arm.value()).isEqualTo(new Interval(0.95, 0.95, 0.95, 1));
        assertThat(arm.difference()).isEmpty();
        assertThat(arm.techniques()).containsExactly("reward transform centre");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "NaN", "Infinity", "raw-score", ""})
    void shouldReadNoNumberWhereThereIsNone(String baseline) {
        assertThat(Level.of(baseline)).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotFinite() {
        assertThatThrownBy(() -> new Level(Double.NaN)).hasMessageContaining("level is NaN");
    }
}
