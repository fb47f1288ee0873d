package io.thumbstream.lab.drift.signal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** How labels rise with the scores that answers had before their labels came. */
final class LabelSlope implements DriftSignal {
    /** Quantile of the normal distribution that 90 % lie below. */
    private static final double NINETY = 1.2816;

    private static final int FEWEST = 3;
    private static final int REMEMBERED = 20_000;

    private final int labels;
    /** Scores by rollout id; empty once the label of the answer was counted. */
    private final Map<String, OptionalDouble> scores = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OptionalDouble> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final List<Point> points = new ArrayList<>();

    /**
     * Without labels so far.
     *
     * @param labels labels per number
     */
    LabelSlope(int labels) {
        this.labels = labels;
    }

    private record Point(double score, double label) {}

    @Override
    public void group(SignalGroup group, Consumer<Reading> out) {
        group.answers().forEach(answer -> take(answer, out));
    }

    private void take(SignalAnswer answer, Consumer<Reading> out) {
        if (answer.score().isPresent()) {
            scores.putIfAbsent(answer.id(), answer.score());
        }
        OptionalDouble score = scores.getOrDefault(answer.id(), OptionalDouble.empty());
        if (answer.label().isEmpty() || score.isEmpty()) {
            return;
        }
        scores.put(answer.id(), OptionalDouble.empty());
        points.add(new Point(score.getAsDouble(), answer.label().getAsDouble()));
        if (points.size() >= labels) {
            fit(out);
            points.clear();
        }
    }

    private void fit(Consumer<Reading> out) {
        double[] x = points.stream().mapToDouble(Point::score).toArray();
        double[] y = points.stream().mapToDouble(Point::label).toArray();
        double meanX = Moments.mean(x);
        double meanY = Moments.mean(y);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        if (x.length < FEWEST || xx <= Moments.TINY) {
            return;
        }
        double slope = xy / xx;
        double error = Math.sqrt(Math.max(0, yy - slope * xy) / (x.length - 2) / xx);
        out.accept(Reading.of(Measure.LABEL_SLOPE, slope));
        out.accept(Reading.of(Measure.LABEL_SLOPE_LOW, slope - NINETY * error));
    }
}
