package io.thumbstream.lab.report;

import java.util.List;
import java.util.Locale;

/**
 * A measured number with its demand.
 *
 * @param name kebab-case, for example {@code gold-utility-final}
 * @param value measured value; NaN when it could not be measured
 * @param unit unit in words, empty for none
 * @param demand what it must be
 */
public record Figure(String name, double value, String unit, Demand demand) {
    private static final double LARGEST_PLAIN = 1e15;

    public Figure {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("Figure name '" + name + "' is not kebab-case; rename it");
        }
    }

    /** A figure of which nothing is demanded. */
    public static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, Demand.NONE);
    }

    /** A mean of which nothing is demanded and the ends of its interval, {@code NAME-low} and {@code NAME-high}. */
    public static List<Figure> interval(String name, Interval interval, String unit) {
        return List.of(
                of(name, interval.mean(), unit),
                of(name + "-low", interval.low(), unit),
                of(name + "-high", interval.high(), unit));
    }

    /** Returns whether the demand is met; true when there is none. */
    public boolean met() {
        return demand.met(value);
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < LARGEST_PLAIN
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value).replaceAll("(\\.\\d*?)0+$", "$1");
    }
}
