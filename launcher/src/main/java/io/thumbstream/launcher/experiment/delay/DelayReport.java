package io.thumbstream.launcher.experiment.delay;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.launcher.console.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Errors of rates by world and reading, one for each seed, in percent of the true rate.
 *
 * <p>The demand on a correction is that the whole 95 % interval of its error over the seeds lies within a margin; nothing is demanded of
 * plain readings, nor of a correction where its page says that it is wrong.
 */
final class DelayReport {
    /** Learning as if all were known at once: the error that is left to the fit itself. */
    static final String KNOWN = "known-at-once";

    /** Learning what is said as it is said. */
    static final String PLAIN = "plain";

    private static final String DRIFTING = "drifting";
    private static final double MARGIN = 5;
    private static final double DRIFTING_MARGIN = 10;
    private static final double PERCENT = 100;

    /** Worlds with exponential delays, which alone the delay model claims to know. */
    private static final Set<String> EXPONENTIAL = Set.of("exponential", "mix-thumb");

    private final Map<Key, List<Double>> errors = new LinkedHashMap<>();

    private record Key(String world, String reading) {}

    /** Adds the error of one seed, in parts of the true rate. */
    void add(String world, String reading, double error) {
        errors.computeIfAbsent(new Key(world, reading), key -> new ArrayList<>())
                .add(PERCENT * error);
    }

    /** Mean error of a reading in a world over the seeds, with its interval, in percent of the true rate. */
    Interval error(String world, String reading) {
        return interval(errors.getOrDefault(new Key(world, reading), List.of()));
    }

    private static Interval interval(List<Double> values) {
        return Interval.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The mean error of every reading in every world, and how far its interval goes from 0, which is what is demanded. */
    Figures figures() {
        List<Figure> figures = new ArrayList<>();
        errors.forEach((key, values) -> {
            Interval error = interval(values);
            String name = key.world() + "-" + key.reading();
            figures.add(Figure.of("error-" + name, error.mean(), "% of the true rate"));
            figures.add(new Figure("reach-" + name, reach(error), "% of the true rate", demand(key)));
        });
        return new Figures(figures);
    }

    /** Prints one row for each reading in each world. */
    void print(PrintWriter out) {
        Table table = new Table("WORLD", "READING", "ERROR", "95 % INTERVAL", "DEMANDED");
        errors.forEach((key, values) -> {
            Interval error = interval(values);
            Demand demand = demand(key);
            table.add(
                    key.world(),
                    key.reading(),
                    String.format(Locale.ROOT, "%+.1f %%", error.mean()),
                    String.format(Locale.ROOT, "%+.1f to %+.1f", error.low(), error.high()),
                    demand.kind() == Demand.Kind.NONE
                            ? ""
                            : "within " + demand.bound() + (demand.met(reach(error)) ? " met" : " MISSED"));
        });
        table.print(out);
    }

    private static double reach(Interval error) {
        return Math.max(Math.abs(error.low()), Math.abs(error.high()));
    }

    private static Demand demand(Key key) {
        boolean plain = key.reading().startsWith(PLAIN);
        boolean unknown = key.reading().equals("delay-model") && !EXPONENTIAL.contains(key.world());
        if (plain || unknown) {
            return Demand.NONE;
        }
        return Demand.atMost(key.world().equals(DRIFTING) ? DRIFTING_MARGIN : MARGIN);
    }
}
