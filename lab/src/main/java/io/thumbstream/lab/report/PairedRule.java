package io.thumbstream.lab.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * When a claim about differences that are paired by seed counts as reproduced.
 *
 * <p>{@code BETTER} is reproduced when the 95 % interval of the differences lies above 0 and at least four in five are above 0; it is not
 * reproduced when the interval lies below 0. {@code NOT_BELOW} is reproduced when the 90 % interval lies above {@code -margin}, and not
 * when it lies below. Everything else is inconclusive, fewer than two seeds among it.
 *
 * @param kind what is claimed
 * @param margin what counts as no difference, in units of the differences, at least 0; only for {@code NOT_BELOW}
 */
public record PairedRule(Kind kind, double margin) {
    private static final double OF_SEEDS = 0.8;

    /** What can be claimed of differences. */
    public enum Kind {
        BETTER,
        NOT_BELOW
    }

    /** What came of a claim. */
    public enum Verdict {
        REPRODUCED,
        NOT_REPRODUCED,
        INCONCLUSIVE;

        /** In words, lower case. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public PairedRule {
        if (!(margin >= 0)) {
            throw new IllegalArgumentException("margin is " + margin + "; give 0 or more");
        }
    }

    /** The interval that decides, of at least one difference. */
    public Interval interval(double... differences) {
        return kind == Kind.BETTER ? Interval.of(differences) : Interval.ninety(differences);
    }

    /** Judges the differences, one for each seed, above 0 where the claim holds. */
    public Verdict judge(double... differences) {
        return judgeOf(differences.length, differences);
    }

    /**
     * Judges the differences of the seeds that say something. The others are no agreement, and at least four in five seeds must say something.
     *
     * @param seeds how many there are, with those that say nothing
     */
    public Verdict judgeOf(int seeds, double... differences) {
        if (differences.length < 2 || differences.length < OF_SEEDS * seeds) {
            return Verdict.INCONCLUSIVE;
        }
        Interval interval = interval(differences);
        double bound = kind == Kind.BETTER ? 0 : -margin;
        if (interval.high() < bound) {
            return Verdict.NOT_REPRODUCED;
        }
        long above = Arrays.stream(differences).filter(each -> each > 0).count();
        boolean agree = kind == Kind.NOT_BELOW || above >= OF_SEEDS * seeds;
        return interval.low() > bound && agree ? Verdict.REPRODUCED : Verdict.INCONCLUSIVE;
    }
}
