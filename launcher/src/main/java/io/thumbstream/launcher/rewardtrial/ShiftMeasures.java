package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.lab.evaluate.JudgedPair;
import io.thumbstream.lab.evaluate.ShiftGrid;
import io.thumbstream.lab.evaluate.ShiftGrid.Shift;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a shift grid says of a reward model, as metrics. */
final class ShiftMeasures {
    private static final List<Cell> CELLS = List.of(
            new Cell(
                    Shift.PROMPT,
                    RewardMetric.PROMPT_SHIFT_ACCURACY,
                    RewardMetric.PROMPT_SHIFT_ENERGY,
                    RewardMetric.PROMPT_SHIFT_CONFIDENCE),
            new Cell(
                    Shift.RESPONSE,
                    RewardMetric.RESPONSE_SHIFT_ACCURACY,
                    RewardMetric.RESPONSE_SHIFT_ENERGY,
                    RewardMetric.RESPONSE_SHIFT_CONFIDENCE),
            new Cell(
                    Shift.BOTH,
                    RewardMetric.BOTH_SHIFTED_ACCURACY,
                    RewardMetric.BOTH_SHIFTED_ENERGY,
                    RewardMetric.BOTH_SHIFTED_CONFIDENCE));

    private record Cell(Shift shift, RewardMetric accuracy, RewardMetric energy, RewardMetric confidence) {}

    private ShiftMeasures() {}

    /**
     * Metrics of pairs by what of them is new.
     *
     * @param scored scores of the better and the worse answer, {@code [pair][2]}; nothing is measured where there are none or one is not finite
     */
    static Map<RewardMetric, Double> of(Map<Shift, double[][]> scored) {
        Map<RewardMetric, Double> values = new EnumMap<>(RewardMetric.class);
        if (scored.isEmpty() || !finite(scored)) {
            return values;
        }
        Map<Shift, List<JudgedPair>> pairs = new EnumMap<>(Shift.class);
        scored.forEach((shift, rows) ->
                pairs.put(shift, Arrays.stream(rows).map(ShiftMeasures::pair).toList()));
        ShiftGrid grid = ShiftGrid.of(pairs);
        for (Cell cell : CELLS) {
            Optional.ofNullable(grid.cells().get(cell.shift())).ifPresent(found -> {
                values.put(cell.accuracy(), found.accuracy().mean());
                found.energy().ifPresent(energy -> values.put(cell.energy(), energy.auroc()));
                found.confidence().ifPresent(confidence -> values.put(cell.confidence(), confidence.auroc()));
            });
        }
        values.put(
                RewardMetric.RESPONSE_COST,
                value(values, RewardMetric.PROMPT_SHIFT_ACCURACY)
                        - value(values, RewardMetric.RESPONSE_SHIFT_ACCURACY));
        values.put(
                RewardMetric.ENERGY_LEAD,
                CELLS.stream()
                        .mapToDouble(cell -> value(values, cell.energy()) - value(values, cell.confidence()))
                        .average()
                        .orElse(Double.NaN));
        return values;
    }

    private static double value(Map<RewardMetric, Double> values, RewardMetric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }

    private static boolean finite(Map<Shift, double[][]> scored) {
        return scored.values().stream()
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .allMatch(Double::isFinite);
    }

    /** Lengths and places are not looked at. */
    private static JudgedPair pair(double[] scores) {
        return new JudgedPair(scores[0], scores[1], 0, 0, 0, true);
    }
}
