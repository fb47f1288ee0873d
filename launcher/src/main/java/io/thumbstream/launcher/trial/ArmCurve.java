package io.thumbstream.launcher.trial;

import io.thumbstream.lab.evaluate.OveroptimizationCurve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of an arm over one run.
 *
 * @param points at the start and after every so many steps, at least one; or of the best of one answer, of two and so on
 * @param bestOf whether they are of the best of so many answers, and not of steps
 */
record ArmCurve(List<Point> points, boolean bestOf) {
    private static final int LAST = 3;

    /**
     * A measurement.
     *
     * @param step steps taken before it, or answers of which the best is taken
     * @param worth mean worth of an answer, in [0, 1]
     * @param best mean over prompts of the worth of the best of their answers, in [0, 1]
     * @param kl divergence from the first policy, nats per answer
     * @param length mean length of an answer with its end token, tokens
     * @param score mean of what the policy learns from, of the reward model or of the proxy in its place
     * @param entropy mean of {@code -log pi} of a sampled token, nats
     * @param routes mean over prompts of the different ways in which right answers were found without an error; 0 where the bed knows none
     * @param byLength the scores by length, shortest answers first, as many buckets in every point of a run; empty when not known
     * @param beside what else was measured
     */
    record Point(
            int step,
            double worth,
            double best,
            double kl,
            double length,
            double score,
            double entropy,
            double routes,
            List<Bucket> byLength,
            Beside beside) {
        Point {
            byLength = List.copyOf(byLength);
        }

        /** A measurement of which nothing stands beside. */
        Point(
                int step,
                double worth,
                double best,
                double kl,
                double length,
                double score,
                double entropy,
                double routes,
                List<Bucket> byLength) {
            this(step, worth, best, kl, length, score, entropy, routes, byLength, Beside.NOTHING);
        }

        /** A measurement without entropy and routes. */
        Point(int step, double worth, double best, double kl, double length, double score, List<Bucket> byLength) {
            this(step, worth, best, kl, length, score, 0, 0, byLength);
        }

        /** A measurement of worth alone. */
        Point(int step, double worth) {
            this(step, worth, worth, 0, 0, worth, List.of());
        }
    }

    /**
     * What was measured of rewards, aspects and scores.
     *
     * @param fidelity correlation of rewards with those that true worth would earn, see {@link RewardFidelity}, in [-1, 1]
     * @param both share of the answers that are good in both aspects, in [0, 1]; 0 where the bed has none
     * @param accuracy share of pairs of answers to one prompt, of different worth, whose better one scores higher; 0.5 where there are none
     * @param inside what was measured of the policy itself
     */
    record Beside(double fidelity, double both, double accuracy, PolicyInside inside) {
        static final Beside NOTHING = new Beside(0, 0, 0);

        /** Of a policy that was not looked into. */
        Beside(double fidelity, double both, double accuracy) {
            this(fidelity, both, accuracy, PolicyInside.UNKNOWN);
        }
    }

    /**
     * Answers of about one length.
     *
     * @param answers how many, at least 0
     * @param sum of their scores
     */
    record Bucket(int answers, double sum) {
        private double mean() {
            return sum / answers;
        }

        private Bucket with(Bucket other) {
            return new Bucket(answers + other.answers, sum + other.sum);
        }
    }

    ArmCurve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a curve without a point");
        }
    }

    /** What was measured while something learned, or nothing did. */
    ArmCurve(List<Point> points) {
        this(points, false);
    }

    /** A metric that needs no divergence to be read at. */
    double metric(Claim.Metric metric) {
        return metric(metric, Claim.AT);
    }

    /**
     * What an arm is measured by.
     *
     * @param at divergence at which a value is read, nats per answer, above 0; used by {@code GOLD_AT_KL} and {@code BOTH_AT_KL}
     * @return NaN where this run cannot say, see {@link Claim.Metric#mayLack}
     */
    double metric(Claim.Metric metric, double at) {
        return switch (metric) {
            case FINAL_GOLD -> mean(last(), Point::worth);
            case MEAN_GOLD -> mean(points, Point::worth);
            // where an answer is worth 1 or 0 the worth of the best is whether one is right
            case FINAL_BEST, FINAL_PASS_8 -> mean(last(), Point::best);
            case GOLD_AT_KL -> valueAt(at, Point::worth);
            case BOTH_AT_KL -> valueAt(at, ArmCurve::both);
            case KEPT_GAIN ->
                mean(last(), Point::worth)
                        / points.stream().mapToDouble(Point::worth).max().orElseThrow();
            case NON_LENGTH_GAIN -> nonLengthGain();
            case FINAL_KL -> mean(last(), Point::kl);
            case FINAL_LENGTH -> mean(last(), Point::length);
            case FINAL_SCORE -> mean(last(), Point::score);
            case FINAL_ENTROPY -> mean(last(), Point::entropy);
            case FINAL_ROUTES -> mean(last(), Point::routes);
            case FIT_R2 -> rSquared(true);
            case FIT_ADVANTAGE -> rSquared(true) - rSquared(false);
            case PEAK_KL -> peak().kl();
            case PEAK_GOLD -> peak().worth();
            case FINAL_BOTH -> mean(last(), ArmCurve::both);
            case REWARD_FIDELITY -> mean(points, point -> point.beside().fidelity());
            case FINAL_ACCURACY -> mean(last(), point -> point.beside().accuracy());
            case FINAL_CHOSEN -> inside(last(), PolicyInside::chosen);
            case FINAL_MARGIN -> inside(last(), PolicyInside::margin);
            case FINAL_GREEDY -> inside(last(), PolicyInside::greedy);
            case GRADIENT_SIGNAL -> inside(points, PolicyInside::signal);
            case ABOVE_START -> mean(last(), Point::worth) > points.get(0).worth() ? 1 : 0;
            case LAST_GAIN -> lastGain();
        };
    }

    /** The first measurement of the largest worth. */
    private Point peak() {
        return points.stream().max(Comparator.comparingDouble(Point::worth)).orElseThrow();
    }

    /**
     * How well a curve of true worth over distance is one of the two forms: of the best of n, or of a policy that learned.
     *
     * @param own whether the form is the one that belongs to how the distance was gone
     */
    private double rSquared(boolean own) {
        List<OveroptimizationCurve.Point> worths = points.stream()
                .filter(point -> Double.isFinite(point.kl()) && Double.isFinite(point.worth()))
                .map(point -> new OveroptimizationCurve.Point(Math.max(0, point.kl()), point.worth()))
                .toList();
        return OveroptimizationCurve.fromStart(worths)
                .map(curve -> (own == bestOf ? curve.bestOfN() : curve.learned()).rSquared())
                .orElse(Double.NaN);
    }

    private static double both(Point point) {
        return point.beside().both();
    }

    private List<Point> last() {
        return points.subList(Math.max(0, points.size() - LAST), points.size());
    }

    private static double mean(List<Point> counted, ToDoubleFunction<Point> of) {
        return counted.stream().mapToDouble(of).average().orElseThrow();
    }

    /** Mean of the points that have the value; NaN when none does. */
    private static double inside(List<Point> counted, ToDoubleFunction<PolicyInside> of) {
        return counted.stream()
                .mapToDouble(point -> of.applyAsDouble(point.beside().inside()))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** Gain in score since the start at the last point over that at the one before. */
    private double lastGain() {
        int last = points.size() - 1;
        double start = points.get(0).score();
        double before = points.get(Math.max(0, last - 1)).score() - start;
        return before > 0 ? (points.get(last).score() - start) / before : Double.NaN;
    }

    /** A value where the divergence first reaches {@code at}, between two measurements by straight line. */
    private double valueAt(double at, ToDoubleFunction<Point> of) {
        if (points.get(0).kl() >= at) {
            return of.applyAsDouble(points.get(0));
        }
        for (int i = 1; i < points.size(); i++) {
            Point before = points.get(i - 1);
            Point after = points.get(i);
            if (after.kl() >= at) {
                double share = (at - before.kl()) / (after.kl() - before.kl());
                double from = of.applyAsDouble(before);
                return from + share * (of.applyAsDouble(after) - from);
            }
        }
        return Double.NaN;
    }

    /** Share of the gain in score that answers of equal length have, too; answers of lengths that the start lacks do not count. */
    private double nonLengthGain() {
        List<Bucket> start = points.get(0).byLength();
        List<Bucket> end = pooled();
        double gain = total(end).mean() - total(start).mean();
        int shared = 0;
        double within = 0;
        for (int i = 0; i < Math.min(start.size(), end.size()); i++) {
            if (start.get(i).answers() > 0 && end.get(i).answers() > 0) {
                shared += end.get(i).answers();
                within +=
                        end.get(i).answers() * (end.get(i).mean() - start.get(i).mean());
            }
        }
        return gain > 0 && shared > 0 ? within / shared / gain : Double.NaN;
    }

    /** The buckets of the last measurements together. */
    private List<Bucket> pooled() {
        List<Bucket> sums = new ArrayList<>(last().get(0).byLength());
        for (Point point : last().subList(1, last().size())) {
            for (int i = 0; i < sums.size(); i++) {
                sums.set(i, sums.get(i).with(point.byLength().get(i)));
            }
        }
        return sums;
    }

    private static Bucket total(List<Bucket> buckets) {
        return buckets.stream().reduce(new Bucket(0, 0), Bucket::with);
    }
}
