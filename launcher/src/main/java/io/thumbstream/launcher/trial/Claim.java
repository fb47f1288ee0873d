package io.thumbstream.launcher.trial;

import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.PairedRule;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a paper says of one arm against another, and how it is judged.
 *
 * <p>Differences are paired by seed and judged by {@link PairedRule}. A seed that cannot say, because an arm never came to where
 * the metric is read, is inconclusive itself: it is left out of the interval but not out of the four in five that have to agree, and at
 * least so many seeds must say something.
 *
 * @param arm the arm that something is said of
 * @param baseline the arm that it is compared with, or a number that the metric itself is compared with
 * @param kind what is said
 * @param metric of what
 * @param margin what counts as no difference, in units of the metric, at least 0; only for {@code NOT_BELOW}
 * @param at divergence from the first policy at which a value is read, nats per answer, above 0; only for {@code GOLD_AT_KL} and
 *     {@code BOTH_AT_KL}
 */
record Claim(String arm, String baseline, PairedRule.Kind kind, Metric metric, double margin, double at) {
    /** Where gold is read when the file does not say. */
    static final double AT = 1;

    /** The interval of no value. */
    static final Interval NOTHING = new Interval(Double.NaN, Double.NaN, Double.NaN, 0);

    private static final String WORTH = "worth";
    private static final String ANSWERS = "of the answers";

    /** What an arm is measured by. */
    enum Metric {
        /** True worth at the end: mean of the last three measurements. */
        FINAL_GOLD(WORTH),
        /** True worth over the whole run: mean of all measurements. */
        MEAN_GOLD(WORTH),
        /** True worth of the best of the measured answers to a prompt at the end: mean of the last three measurements. */
        FINAL_BEST(WORTH),
        /** True worth where the divergence from the first policy first reaches a stated one; none when it never does. */
        GOLD_AT_KL(WORTH),
        /** True worth at the end over the largest of the run. */
        KEPT_GAIN("of the best"),
        /**
         * Share of the gain in score from start to end that is not gained by length: answers at the end against those of the start in the same
         * range of four tokens; none when nothing is gained.
         */
        NON_LENGTH_GAIN("of the gain"),
        /** Divergence from the first policy at the end: mean of the last three measurements. */
        FINAL_KL("nats"),
        /** Length of an answer at the end: mean of the last three measurements. */
        FINAL_LENGTH("tokens"),
        /** What the policy learns from, at the end: mean of the last three measurements. */
        FINAL_SCORE("score"),
        /** Share of prompts with a right answer among eight at the end: mean of the last three measurements. */
        FINAL_PASS_8("of the prompts"),
        /** Mean of the negative log-probability of a sampled token at the end: mean of the last three measurements. */
        FINAL_ENTROPY("nats per token"),
        /** Different ways in which right answers to a prompt were found without an error, at the end: mean of the last three measurements. */
        FINAL_ROUTES("routes"),
        /**
         * R^2 of true worth over distance by the form that belongs to how the distance was gone, of a policy that learned or of the best of n; none
         * with fewer than four distances.
         */
        FIT_R2("of the variance"),
        /** The same less that of the other form. */
        FIT_ADVANTAGE("of the variance"),
        /** Divergence from the first policy where true worth was largest, of all measurements. */
        PEAK_KL("nats"),
        /** The largest true worth of all measurements. */
        PEAK_GOLD(WORTH),
        /** Share of answers good in both aspects where the divergence from the first policy first reaches a stated one; none when it never does. */
        BOTH_AT_KL(ANSWERS),
        /** Share of answers good in both aspects at the end: mean of the last three measurements. */
        FINAL_BOTH(ANSWERS),
        /** Correlation, over answers to a prompt, of rewards with what true worth would earn by the same transforms: mean of all measurements. */
        REWARD_FIDELITY("correlation"),
        /**
         * Share of pairs of measured answers to one prompt, of different worth, whose better one has the higher score, at the end: mean of the last
         * three measurements. How well what the policy learns from judges the newest policy.
         */
        FINAL_ACCURACY("of the pairs"),
        /**
         * Change since the start of the log-probability of fixed answers that are worth most of those to a prompt, see {@link PairProbe}, at the end:
         * mean of the last three measurements. Below 0 they became less likely.
         */
        FINAL_CHOSEN("nats per answer"),
        /** The same less that of the answers that are worth least: change of the lead of good answers over bad ones. */
        FINAL_MARGIN("nats per answer"),
        /** True worth of the most likely answer to a prompt, a token at a time, at the end: mean of the last three measurements. */
        FINAL_GREEDY(WORTH),
        /**
         * Share of the policy gradient of an eighth of the measured prompts that is no noise, see {@link GradientSignal}: mean of all measurements. The
         * larger it is, the less variance the gradient has beside its size.
         */
        GRADIENT_SIGNAL("of the squared gradient"),
        /** 1 where true worth at the end, mean of the last three measurements, is above that at the start, 0 where it is not: how many runs hold. */
        ABOVE_START("of the runs"),
        /**
         * Gain in score from the start to the last measurement over that to the one before: how much of a gain was there again, where something took
         * it away in between; none when nothing had been gained.
         */
        LAST_GAIN("of the gain");

        private static final int PASS_ANSWERS = 8;

        private final String unit;

        Metric(String unit) {
            this.unit = unit;
        }

        /** Its unit in words. */
        String unit() {
            return unit;
        }

        /** Kebab-case, for figures and pages. */
        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * Whether a bed can be measured by it: whether an answer is right, and by which way, is known on Chain alone, and whether it is good in
         * both aspects where there are aspects.
         */
        boolean on(BedSettings bed) {
            boolean chain = bed.task() == BedSettings.Task.CHAIN;
            return switch (this) {
                case FINAL_PASS_8 -> chain && bed.measuredAnswers() == PASS_ANSWERS;
                case FINAL_ROUTES -> chain;
                case BOTH_AT_KL, FINAL_BOTH -> bed.aspects().planted();
                default -> true;
            };
        }

        /** Whether a sound run may have no value, which is then NaN. */
        boolean mayLack() {
            return switch (this) {
                case GOLD_AT_KL, BOTH_AT_KL, NON_LENGTH_GAIN, FIT_R2, FIT_ADVANTAGE, LAST_GAIN -> true;
                case FINAL_CHOSEN, FINAL_MARGIN, FINAL_GREEDY, GRADIENT_SIGNAL -> true;
                default -> false;
            };
        }

        /** Whether it is about true worth over distance and not over steps. */
        boolean byDistance() {
            return this == FIT_R2 || this == FIT_ADVANTAGE || this == PEAK_KL || this == PEAK_GOLD;
        }
    }

    Claim {
        if (!(margin >= 0)) {
            throw new IllegalArgumentException("margin is " + margin + "; give 0 or more");
        }
        if (!(at > 0) || Double.isInfinite(at)) {
            throw new IllegalArgumentException("at is " + at + "; give a finite number of nats above 0");
        }
        if (arm.equals(baseline)) {
            throw new IllegalArgumentException("arm '" + arm + "' is compared with itself; such a claim cannot fail");
        }
    }

    /** A claim whose metric is not read at a divergence. */
    Claim(String arm, String baseline, PairedRule.Kind kind, Metric metric, double margin) {
        this(arm, baseline, kind, metric, margin, AT);
    }

    /** The rule by which differences are judged. */
    PairedRule rule() {
        return new PairedRule(kind, margin);
    }

    /** The interval that decides, of the differences of all seeds that say something. */
    Interval interval(double... differences) {
        double[] known = known(metric, differences);
        return known.length == 0 ? NOTHING : rule().interval(known);
    }

    /** The values of a metric, or differences of them, without those that a sound run may lack. */
    static double[] known(Metric metric, double... values) {
        return metric.mayLack()
                ? Arrays.stream(values).filter(each -> !Double.isNaN(each)).toArray()
                : values;
    }

    /** Judges the differences, arm less baseline, one for each seed. */
    PairedRule.Verdict judge(double... differences) {
        return rule().judgeOf(differences.length, known(metric, differences));
    }
}
