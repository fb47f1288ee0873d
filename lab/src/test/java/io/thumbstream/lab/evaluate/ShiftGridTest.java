package io.thumbstream.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.evaluate.ShiftGrid.Cell;
import io.thumbstream.lab.evaluate.ShiftGrid.Shift;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShiftGridTest {
    private static JudgedPair pair(double better, double worse) {
        return new JudgedPair(better, worse, 10, 10, 10, true);
    }

    private static Cell cell(ShiftGrid grid, Shift shift) {
        assertThat(grid.cells()).containsKey(shift);
        return Optional.ofNullable(grid.cells().get(shift)).orElseThrow();
    }

    @Test
    void shouldGiveTheAreaUnderTheCurveWithTiesByHand() {
        // of 3 * 3 comparisons: 1 is above none and equal to one (0.5), 2 above one and equal to one (1.5), 5 above all
        // (3)
        assertThat(ShiftGrid.auroc(new double[] {2, 1, 3}, new double[] {1, 5, 2}))
                .isCloseTo((0.5 + 1.5 + 3) / 9, within(1e-12));
        assertThat(ShiftGrid.auroc(new double[] {1, 1}, new double[] {1})).isEqualTo(0.5);
        assertThat(ShiftGrid.auroc(new double[] {1, 2}, new double[] {3, 4})).isEqualTo(1);
        assertThat(ShiftGrid.auroc(new double[] {3, 4}, new double[] {1, 2})).isZero();
    }

    @Test
    void shouldFindTheTemperatureAtWhichConfidenceIsAccuracy() {
        // margins of 1, three of four right: 1 / (1 + exp(-1 / T)) = 3 / 4 where T = 1 / ln 3
        List<JudgedPair> pairs = List.of(pair(1, 0), pair(2, 1), pair(0, -1), pair(0, 1));

        assertThat(ShiftGrid.temperature(pairs)).isCloseTo(1 / Math.log(3), within(1e-6));
        assertThat(ShiftGrid.calibrationError(List.of(pair(1, 0)), 1 / Math.log(3)))
                .as("one pair: right, and sure by 3 / 4")
                .isCloseTo(0.25, within(1e-9));
        assertThat(ShiftGrid.temperature(List.of(pair(1, 0))))
                .as("always right")
                .isCloseTo(0.01, within(1e-6));
        assertThat(ShiftGrid.temperature(List.of(pair(0, 1))))
                .as("always wrong")
                .isCloseTo(100, within(1e-3));
    }

    @Test
    void shouldMeasureEnergyByHand() {
        double temperature = 2;
        double expected = -temperature * Math.log(Math.exp(3 / temperature) + Math.exp(1 / temperature));

        assertThat(ShiftGrid.energy(pair(1, 3), temperature)).isCloseTo(expected, within(1e-12));
        assertThat(ShiftGrid.energy(pair(4000, 0), 1)).as("no overflow").isCloseTo(-4000, within(1e-9));
    }

    @Test
    void shouldMeasureEachCellAndLeaveEmptyOnesOut() {
        ShiftGrid grid = ShiftGrid.of(Map.of(
                Shift.NONE, List.of(pair(5, 1), pair(4, 2), pair(6, 3), pair(1, 4)),
                Shift.RESPONSE, List.of(pair(-3, -3), pair(-4, -3.5)),
                Shift.PROMPT, List.of()));

        assertThat(grid.cells()).containsOnlyKeys(Shift.NONE, Shift.RESPONSE);
        Cell usual = cell(grid, Shift.NONE);
        assertThat(usual.accuracy().mean()).isEqualTo(0.75);
        assertThat(usual.accuracy().count()).isEqualTo(4);
        assertThat(usual.energy()).isEmpty();
        Cell shifted = cell(grid, Shift.RESPONSE);
        assertThat(shifted.accuracy().mean()).as("a tie and a miss").isEqualTo(0.25);
        assertThat(shifted.energy().orElseThrow().auroc())
                .as("both score lower")
                .isEqualTo(1);
        assertThat(shifted.energy().orElseThrow().missed()).isZero();
        assertThat(shifted.confidence().orElseThrow().auroc())
                .as("both margins smaller")
                .isEqualTo(1);
        assertThat(grid.figures())
                .extracting(Figure::name)
                .contains("accuracy-no-shift", "energy-auroc-response-shift", "confidence-missed-response-shift")
                .doesNotContain("accuracy-prompt-shift", "energy-auroc-no-shift");
    }

    @Test
    void shouldCountWhatPassesWhereMostOthersDo() {
        List<JudgedPair> usual = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            usual.add(pair(i, 0));
        }
        // 19 of 20 have a margin of 2 or more, so a shifted pair passes from 2 on
        ShiftGrid grid = ShiftGrid.of(
                Map.of(Shift.NONE, usual, Shift.BOTH, List.of(pair(2, 0), pair(1.9, 0), pair(0, 0.5), pair(0, 7))));

        assertThat(cell(grid, Shift.BOTH).confidence().orElseThrow().missed()).isEqualTo(0.5);
    }

    @Test
    void shouldNotDetectWithoutPairsToCompareWith() {
        ShiftGrid grid = ShiftGrid.of(Map.of(Shift.BOTH, List.of(pair(1, 0))));

        assertThat(grid.temperature()).isEqualTo(1);
        assertThat(cell(grid, Shift.BOTH).energy()).isEmpty();
        assertThat(ShiftGrid.of(Map.of()).cells()).isEmpty();
    }

    @Test
    void shouldBeCalibratedWhereTheScoresAreTrueLogOdds() {
        long seed = 5;
        SeededRandom random = new SeededRandom(seed);
        List<JudgedPair> pairs = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            double margin = 2 * random.nextGaussian();
            boolean agreed = random.nextDouble() < 1 / (1 + Math.exp(-margin));
            // scores are half of the log-odds, so the temperature is one half
            pairs.add(agreed ? pair(margin / 2, 0) : pair(0, margin / 2));
        }
        ShiftGrid grid = ShiftGrid.of(Map.of(Shift.NONE, pairs));

        assertThat(grid.temperature()).as("seed %d", seed).isCloseTo(0.5, within(0.02));
        assertThat(cell(grid, Shift.NONE).calibrationError())
                .as("seed %d", seed)
                .isLessThan(0.02);
        assertThat(ShiftGrid.calibrationError(pairs, 1))
                .as("half as sure as right")
                .isGreaterThan(0.05);
    }
}
