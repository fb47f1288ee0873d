package io.thumbstream.reward.transform;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The least-squares fit that never falls, by pooling adjacent violators. Values at the same place share one level. */
final class Isotonic {
    private Isotonic() {}

    /** Neighbouring places on one level; {@code last} is the largest of them. */
    private record Level(double sum, int count, int last) {
        double mean() {
            return sum / count;
        }

        Level with(Level later) {
            return new Level(sum + later.sum, count + later.count, later.last);
        }
    }

    /**
     * Levels of the fit.
     *
     * @param places where the values lie, in any order
     * @param values one per place
     * @return the fit at each place, in the order given
     */
    static double[] fit(int[] places, double[] values) {
        TreeMap<Integer, Level> points = new TreeMap<>();
        for (int i = 0; i < places.length; i++) {
            points.merge(places[i], new Level(values[i], 1, places[i]), Level::with);
        }
        Deque<Level> levels = new ArrayDeque<>();
        for (Level point : points.values()) {
            Level pooled = point;
            while (!levels.isEmpty() && levels.getLast().mean() >= pooled.mean()) {
                pooled = levels.removeLast().with(pooled);
            }
            levels.addLast(pooled);
        }
        TreeMap<Integer, Double> fitted = new TreeMap<>();
        levels.forEach(level -> fitted.put(level.last(), level.mean()));
        return Arrays.stream(places)
                .mapToObj(place -> Objects.requireNonNull(fitted.ceilingEntry(place), "no level above a place"))
                .mapToDouble(Map.Entry::getValue)
                .toArray();
    }
}
