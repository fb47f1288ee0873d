package io.thumbstream.launcher.bench;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Whether the memory of a long run still grows at its end.
 *
 * <p>Heap and allocator fill up at first without any leak, so only the last third of the time is judged: resident memory by the slope of
 * its least-squares line, native arrays by their number.
 */
final class MemoryTrend {
    private static final double MOST_PERCENT = 2;
    private static final double PERCENT = 100;
    private static final double HOUR = 3600;
    private static final double JUDGED_FROM = 2.0 / 3;

    private final List<Point> points = new ArrayList<>();

    /**
     * One look at the process.
     *
     * @param seconds since the run began
     * @param mebibytes resident memory; NaN when it is not known
     * @param arrays native arrays that are to outlive a step
     */
    record Point(double seconds, double mebibytes, int arrays) {}

    /** Takes in a look; they come in the order of time. */
    void add(Point point) {
        points.add(point);
    }

    /** Growth of resident memory in the last third, MiB per hour; NaN when it is not known, or seen once only. */
    double slope() {
        List<Point> end = end();
        double time = mean(end, Point::seconds);
        double memory = mean(end, Point::mebibytes);
        double product = 0;
        double square = 0;
        for (Point point : end) {
            double away = point.seconds() - time;
            product += away * (point.mebibytes() - memory);
            square += away * away;
        }
        return HOUR * product / square;
    }

    /** Growth of resident memory over the last third, percent of its mean there. */
    double growth() {
        List<Point> end = end();
        double hours = (end.get(end.size() - 1).seconds() - end.get(0).seconds()) / HOUR;
        return PERCENT * slope() * hours / mean(end, Point::mebibytes);
    }

    /** The figures, after at least one look. */
    List<Figure> figures() {
        List<Point> end = end();
        Point last = end.get(end.size() - 1);
        double more = (double) last.arrays() - end.get(0).arrays();
        return List.of(
                Figure.of("soak-time", last.seconds(), "s"),
                Figure.of("soak-resident-first", points.get(0).mebibytes(), "MiB"),
                Figure.of("soak-resident-last", last.mebibytes(), "MiB"),
                Figure.of("soak-resident-slope", slope(), "MiB/h"),
                new Figure("soak-resident-growth", growth(), "%", Demand.atMost(MOST_PERCENT)),
                Figure.of("soak-arrays", last.arrays(), ""),
                new Figure("soak-arrays-growth", more, "", Demand.exactly(0)));
    }

    private List<Point> end() {
        double first = points.get(0).seconds();
        double last = points.get(points.size() - 1).seconds();
        double from = first + JUDGED_FROM * (last - first);
        return points.stream().filter(point -> point.seconds() >= from).toList();
    }

    private static double mean(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
