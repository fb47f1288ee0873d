package io.thumbstream.lab.report;

import java.util.List;

/**
 * A chart: lines, or bars for a histogram.
 *
 * @param name kebab-case name of its file
 * @param title heading
 * @param xAxis what x is, with unit
 * @param yAxis what y is, with unit
 * @param bars whether to draw bars
 * @param lines what is drawn
 */
public record Curve(String name, String title, String xAxis, String yAxis, boolean bars, List<Line> lines) {
    public Curve {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("Curve '" + name + "' has no line; leave the curve out");
        }
    }

    /** The chart as a PNG; equal curves give equal bytes on one machine. */
    public byte[] png() {
        return Charts.png(this);
    }

    /**
     * One line of a chart.
     *
     * @param label shown in the legend
     * @param xs x of each point
     * @param ys y of each point
     */
    public record Line(String label, List<Double> xs, List<Double> ys) {
        public Line {
            xs = List.copyOf(xs);
            ys = List.copyOf(ys);
            if (xs.size() != ys.size() || xs.isEmpty()) {
                throw new IllegalArgumentException("Line '" + label + "' has " + xs.size() + " x and " + ys.size()
                        + " y; give as many of each, at least one");
            }
        }
    }
}
