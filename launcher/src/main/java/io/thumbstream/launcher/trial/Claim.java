package io.thumbstream.launcher.trial;

import io.thumbstream.lab.report.Interval;
import java.util.Arrays;

/**
 * What a paper says of one arm against another, and how it is judged.
 *
 * <p>Differences are paired by seed. {@code BETTER} is reproduced when their 95 % interval lies above 0 and at least four in five are
 * above 0; it is not reproduced when the interval lies below 0. {@code NOT_BELOW} is reproduced when the 90 % interval lies above
 * {@code -margin}, and not when it lies below. Everything else is inconclusive.
 *
 * @param arm the arm that something is said of
 * @param baseline the arm that it is compared with
 * @param kind what is said
 * @param metric of what
 * @param margin what counts as no difference, in units of the metric, at least 0; only for {@code NOT_BELOW}
 */
record Claim(String arm, String baseline, Kind kind, Metric metric, double margin) {
    private static final double OF_SEEDS = 0.8;

    /** What can be said of an arm. */
    enum Kind {
        BETTER,
        NOT_BELOW
    }

    /** What an arm is measured by. */
    enum Metric {
        /** True worth at the end: mean of the last three measurements. */
        FINAL_GOLD,
        /** True worth over the whole run: mean of all measurements. */
        MEAN_GOLD
    }

    /** What came of a claim. */
    enum Verdict {
        REPRODUCED,
        NOT_REPRODUCED,
        INCONCLUSIVE
    }

    Claim {
        if (!(margin >= 0)) {
            throw new IllegalArgumentException("margin is " + margin + "; give 0 or more");
        }
        if (arm.equals(baseline)) {
            throw new IllegalArgumentException("arm '" + arm + "' is compared with itself; such a claim cannot fail");
        }
    }

    /** The interval that decides, of the differences of all seeds. */
    Interval interval(double... differences) {
        return kind == Kind.BETTER ? Interval.of(differences) : Interval.ninety(differences);
    }

    /** Judges the differences, arm less baseline, one for each seed. */
    Verdict judge(double... differences) {
        if (differences.length < 2) {
            return Verdict.INCONCLUSIVE;
        }
        Interval interval = interval(differences);
        double bound = kind == Kind.BETTER ? 0 : -margin;
        if (interval.high() < bound) {
            return Verdict.NOT_REPRODUCED;
        }
        long above = Arrays.stream(differences).filter(each -> each > 0).count();
        boolean agree = kind == Kind.NOT_BELOW || above >= OF_SEEDS * differences.length;
        return interval.low() > bound && agree ? Verdict.REPRODUCED : Verdict.INCONCLUSIVE;
    }
}
