package io.thumbstream.lab.evaluate;

import io.thumbstream.lab.report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * How true worth rises and falls as a policy is driven further from where it began, and where it would peak.
 *
 * <p>With the distance {@code d = sqrt(KL(policy || start))} and the gain {@code R} of true worth over the start, {@code R = d (alpha - beta d)}
 * for the best of n answers and {@code R = d (alpha - beta ln d)} for a policy that learned. Both are fitted by least squares in alpha
 * and beta. The first peaks at {@code d* = alpha / (2 beta)} with {@code R* = alpha^2 / (4 beta)}, the second at
 * {@code d* = exp(alpha / beta - 1)} with {@code R* = beta d*}. {@code rSquared = 1 - sum (R - fit)^2 / sum (R - mean R)^2}.
 *
 * <p>Source: L. Gao, J. Schulman, J. Hilton, "Scaling Laws for Reward Model Overoptimization", 2022, arXiv:2210.10760. Ours differs by
 * the gold scorer, which is a task whose truth is known or held-out feedback. A peak far beyond the furthest point is a guess.
 *
 * @param bestOfN fit of the form for the best of n answers
 * @param learned fit of the form for a policy that learned
 * @param current distance of the last point, unit square root of nat
 */
public record OveroptimizationCurve(Fit bestOfN, Fit learned, double current) {
    private static final int LEAST_POINTS = 4;
    /** A beta below this share of alpha is rounding: the points lie on a line. */
    private static final double STRAIGHT = 1e-9;

    /**
     * A measured policy.
     *
     * @param kl its divergence from the start, unit nat, at least 0
     * @param gold its true worth, or what that gained over the start
     */
    public record Point(double kl, double gold) {
        public Point {
            if (!(kl >= 0) || Double.isInfinite(kl) || !Double.isFinite(gold)) {
                throw new IllegalArgumentException("A divergence of " + kl + " with worth " + gold
                        + " is no point; give finite numbers, kl at least 0");
            }
        }

        private double distance() {
            return Math.sqrt(kl);
        }
    }

    /**
     * A fitted form.
     *
     * @param alpha slope at the start
     * @param beta how fast the gain is lost again
     * @param rSquared share of the variance that the form explains, at most 1; NaN when all gains are alike
     * @param peak where it peaks; empty when it does not come down again or never goes up
     */
    public record Fit(double alpha, double beta, double rSquared, Optional<Peak> peak) {}

    /**
     * Where a form peaks.
     *
     * @param distance {@code d*}, unit square root of nat
     * @param gain {@code R*}, the gain there
     */
    public record Peak(double distance, double gain) {
        /** The divergence, unit nat, at {@code share} of the distance of the peak, for example 0.8 as a budget. */
        public double kl(double share) {
            return share * distance * (share * distance);
        }
    }

    /**
     * Fits both forms to gains over the start, which is at distance 0 with a gain of 0.
     *
     * @return empty with fewer than four distinct distances above 0
     */
    public static Optional<OveroptimizationCurve> of(List<Point> gains) {
        List<Point> moved = gains.stream().filter(point -> point.kl() > 0).toList();
        if (moved.stream().mapToDouble(Point::distance).distinct().count() < LEAST_POINTS) {
            return Optional.empty();
        }
        Fit bestOfN = fit(moved, d -> d * d, OveroptimizationCurve::peakOfBest);
        Fit learned = fit(moved, d -> d * Math.log(d), OveroptimizationCurve::peakOfLearned);
        return Optional.of(new OveroptimizationCurve(
                bestOfN, learned, gains.get(gains.size() - 1).distance()));
    }

    /**
     * The same for true worths, the first of which is the start's.
     *
     * @return empty with fewer than four distinct distances above 0
     */
    public static Optional<OveroptimizationCurve> fromStart(List<Point> worths) {
        List<Point> gains = new ArrayList<>();
        for (Point worth : worths) {
            gains.add(new Point(worth.kl(), worth.gold() - worths.get(0).gold()));
        }
        return of(gains);
    }

    /** Divergence of the best of {@code n} answers from single ones, unit nat: {@code ln n - (n - 1) / n}. */
    public static double klOfBest(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("the best of " + n + " answers is none; give at least 1");
        }
        return Math.log(n) - (n - 1.0) / n;
    }

    /**
     * What the best of {@code n} answers is expected to have, by a sample of at least as many:
     * {@code sum_i C(i - 1, n - 1) / C(N, n) v_i} over the places {@code i} from 1 to {@code N}.
     *
     * @param n answers of which the best is taken, from 1 to the size of the sample
     * @param ascending a value of each answer of the sample, in the order of the scores by which the best is taken, lowest first
     */
    public static double bestOf(int n, double... ascending) {
        int sample = ascending.length;
        if (n < 1 || n > sample) {
            throw new IllegalArgumentException(
                    "the best of " + n + " cannot be told from " + sample + " answers; give from 1 to that many");
        }
        double weight = (double) n / sample;
        double sum = 0;
        for (int place = sample; place >= n; place--) {
            sum += weight * ascending[place - 1];
            weight *= place > n ? (double) (place - n) / (place - 1) : 0;
        }
        return sum;
    }

    /** Its numbers for a report, each name after {@code name}; NaN where there is no peak. */
    public List<Figure> figures(String name) {
        List<Figure> figures = new ArrayList<>();
        add(figures, name + "-best-of-n", bestOfN);
        add(figures, name + "-learned", learned);
        figures.add(Figure.of(name + "-current-distance", current, "sqrt nat"));
        return figures;
    }

    private static void add(List<Figure> figures, String name, Fit fit) {
        figures.add(Figure.of(name + "-alpha", fit.alpha(), ""));
        figures.add(Figure.of(name + "-beta", fit.beta(), ""));
        figures.add(Figure.of(name + "-r-squared", fit.rSquared(), "share"));
        figures.add(Figure.of(
                name + "-peak-distance", fit.peak().map(Peak::distance).orElse(Double.NaN), "sqrt nat"));
    }

    /** Where a form with these coefficients peaks. */
    private interface PeakOf {
        Peak peak(double alpha, double beta);
    }

    private static Peak peakOfBest(double alpha, double beta) {
        return new Peak(alpha / (2 * beta), alpha * alpha / (4 * beta));
    }

    private static Peak peakOfLearned(double alpha, double beta) {
        double distance = Math.exp(alpha / beta - 1);
        return new Peak(distance, beta * distance);
    }

    /** Least squares of {@code R = alpha d - beta bend(d)}. */
    private static Fit fit(List<Point> points, DoubleUnaryOperator bend, PeakOf peakOf) {
        double dd = 0;
        double db = 0;
        double bb = 0;
        double dr = 0;
        double br = 0;
        for (Point point : points) {
            double d = point.distance();
            double b = bend.applyAsDouble(d);
            dd += d * d;
            db += d * b;
            bb += b * b;
            dr += d * point.gold();
            br += b * point.gold();
        }
        double determinant = dd * bb - db * db;
        double alpha = (dr * bb - br * db) / determinant;
        double beta = (dr * db - br * dd) / determinant;
        Peak peak = peakOf.peak(alpha, beta);
        boolean bends = beta > STRAIGHT * Math.abs(alpha);
        boolean reached = peak.distance() > 0 && Double.isFinite(peak.distance());
        return new Fit(
                alpha,
                beta,
                rSquared(points, d -> alpha * d - beta * bend.applyAsDouble(d)),
                bends && reached ? Optional.of(peak) : Optional.empty());
    }

    private static double rSquared(List<Point> points, DoubleUnaryOperator fit) {
        double mean = points.stream().mapToDouble(Point::gold).average().orElse(0);
        double left = 0;
        double all = 0;
        for (Point point : points) {
            double residual = point.gold() - fit.applyAsDouble(point.distance());
            left += residual * residual;
            all += (point.gold() - mean) * (point.gold() - mean);
        }
        return all == 0 ? Double.NaN : 1 - left / all;
    }
}
