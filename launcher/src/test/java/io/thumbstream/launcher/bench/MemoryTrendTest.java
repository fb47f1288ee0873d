package io.thumbstream.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.report.Figure;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class MemoryTrendTest {
    private static final int LOOKS = 31;
    private static final double APART = 120;

    @Test
    void shouldGiveTheSlopeOfTheLastThirdWhenMemoryGrowsEvenly() {
        MemoryTrend trend = trend(look -> 100 + look, look -> 7);

        // 1 MiB in 2 minutes; the last third has the looks 20 to 30, 10 MiB of a mean of 125
        assertThat(trend.slope()).isCloseTo(30, within(1e-9));
        assertThat(trend.growth()).isCloseTo(8, within(1e-9));
        assertThat(missed(trend)).containsExactly("soak-resident-growth");
    }

    @Test
    void shouldBeContentWhenMemoryRisesAtFirstAndLevelsOff() {
        MemoryTrend trend = trend(look -> 100 + 10 * Math.min(look, 20) + look % 2, look -> Math.min(look, 15));

        assertThat(trend.slope()).as("ripples are no slope").isCloseTo(0, within(1e-9));
        assertThat(missed(trend)).isEmpty();
        assertThat(value(trend, "soak-resident-first")).isEqualTo(100);
        assertThat(value(trend, "soak-resident-last")).isEqualTo(300);
        assertThat(value(trend, "soak-time")).isEqualTo((LOOKS - 1) * APART);
    }

    @Test
    void shouldMissOneArrayMoreAtTheEnd() {
        MemoryTrend trend = trend(look -> 100, look -> look < LOOKS - 1 ? 7 : 8);

        assertThat(value(trend, "soak-arrays-growth")).isEqualTo(1);
        assertThat(missed(trend)).containsExactly("soak-arrays-growth");
    }

    @Test
    void shouldMissWhatIsNotKnown() {
        assertThat(missed(trend(look -> Double.NaN, look -> 7))).containsExactly("soak-resident-growth");
        MemoryTrend once = new MemoryTrend();
        once.add(new MemoryTrend.Point(1, 100, 7));
        assertThat(once.slope()).isNaN();
        assertThat(missed(once)).containsExactly("soak-resident-growth");
    }

    @Test
    void shouldReadTheLineThatLinuxWrites() {
        assertThat(ResidentMemory.of(List.of("VmHWM:\t  999 kB", "VmRSS:\t  262144 kB", "Threads:\t9")))
                .isEqualTo(256);
        assertThat(ResidentMemory.of(List.of("Threads:\t9"))).isNaN();
        assertThat(ResidentMemory.peakOf(List.of("VmHWM:\t  1024 kB", "VmRSS:\t  512 kB")))
                .isEqualTo(1);
    }

    private static MemoryTrend trend(IntToDoubleFunction mebibytes, IntUnaryOperator arrays) {
        MemoryTrend trend = new MemoryTrend();
        for (int look = 0; look < LOOKS; look++) {
            trend.add(new MemoryTrend.Point(look * APART, mebibytes.applyAsDouble(look), arrays.applyAsInt(look)));
        }
        return trend;
    }

    private static List<String> missed(MemoryTrend trend) {
        return trend.figures().stream()
                .filter(figure -> !figure.met())
                .map(Figure::name)
                .toList();
    }

    private static double value(MemoryTrend trend, String name) {
        return trend.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }
}
