package io.thumbstream.launcher.trial;

import java.util.List;

/**
 * True worth of an arm's answers over one run.
 *
 * @param points at the start and after every so many steps, at least one
 */
record ArmCurve(List<Point> points) {
    private static final int LAST = 3;

    /**
     * A measurement.
     *
     * @param step steps taken before it
     * @param worth mean worth of an answer, in [0, 1]
     */
    record Point(int step, double worth) {}

    ArmCurve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a curve without a point");
        }
    }

    double metric(Claim.Metric metric) {
        List<Point> counted =
                switch (metric) {
                    case FINAL_GOLD -> points.subList(Math.max(0, points.size() - LAST), points.size());
                    case MEAN_GOLD -> points;
                };
        return counted.stream().mapToDouble(Point::worth).average().orElseThrow();
    }
}
