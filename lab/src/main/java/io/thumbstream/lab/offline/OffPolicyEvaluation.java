package io.thumbstream.lab.offline;

import io.thumbstream.lab.offline.OffPolicyOutcome.Estimate;
import io.thumbstream.lab.offline.OffPolicyOutcome.Estimator;
import io.thumbstream.lab.offline.OffPolicyOutcome.Overview;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * What a policy would have earned, from actions that another one chose.
 *
 * <p>An action weighs {@code w = min(cap, pi(a) / mu(a))}, its probability under the policy in question over the one it was chosen with.
 * {@code IPS = mean(w r)}; {@code SNIPS = sum(w r) / sum(w)}; {@code DOUBLY_ROBUST = mean(v + w (r - q))} with a model's
 * prediction {@code q} of the logged action and {@code v} over the policy's own. IPS has no bias and varies most; SNIPS does not change when
 * all rewards are moved by a constant; DOUBLY_ROBUST is right when the weights or the model are. Nothing is estimated with an effective
 * sample size {@code (sum w)^2 / sum w^2} below the least.
 *
 * <p>The lower bound is {@code value - t se}. Every estimate is the mean of influences, {@code w r}, {@code V + w (r - V) / mean(w)} (linearised)
 * and {@code v + w (r - q)}; {@code se^2 = G / (G - 1) sum_g (sum of deviations in group g)^2 / n^2} over G groups, and {@code t} is Student's
 * quantile for {@code min(effective size, G) - 1} degrees of freedom. The bound of the gain takes the reward off each influence. Weights
 * without a finite variance that the log has not met yet can break any such bound: look at the mean weight, which must be near 1.
 *
 * <p>Source: IPS, Horvitz and Thompson 1952; SNIPS, Swaminathan and Joachims 2015; DOUBLY_ROBUST, Dudik et al. 2011, arXiv:1103.4601;
 * effective size, Kong 1992; variances, A. Owen, Monte Carlo theory, methods and examples, 2013, chapter 9, and Liang and Zeger 1986 for groups; as
 * a gate before a version is served, arXiv:2412.00569. Ours differs by the degrees of freedom, which count effective actions.
 */
public final class OffPolicyEvaluation {
    private static final int LEAST_GROUPS = 16;

    private final List<LoggedAction> actions;
    private final OffPolicySettings settings;
    private final double[] weights;
    private final int[] groups;
    private final int groupCount;

    private OffPolicyEvaluation(List<LoggedAction> actions, OffPolicySettings settings) {
        this.actions = List.copyOf(actions);
        this.settings = settings;
        weights = this.actions.stream()
                .mapToDouble(action -> Math.min(settings.cap(), Math.exp(action.logRatio())))
                .toArray();
        groups = new int[weights.length];
        Map<String, Integer> known = new HashMap<>();
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            String name = this.actions.get(i).group();
            int next = count;
            groups[i] = name.isEmpty() ? next : known.computeIfAbsent(name, key -> next);
            count = Math.max(count, groups[i] + 1);
        }
        groupCount = count;
    }

    /** Estimates what the policy in question would have earned, or says why the log does not tell. */
    public static OffPolicyOutcome of(List<LoggedAction> actions, OffPolicySettings settings) {
        OffPolicyEvaluation evaluation = new OffPolicyEvaluation(actions, settings);
        Overview overview = evaluation.overview();
        Optional<String> refusal = evaluation.refusal(overview);
        return refusal.isPresent()
                ? new OffPolicyOutcome.Refused(overview, refusal.get())
                : new OffPolicyOutcome.Estimated(overview, evaluation.estimates(overview));
    }

    private Overview overview() {
        return new Overview(
                weights.length,
                groupCount,
                effectiveSize(weights),
                Arrays.stream(weights).average().orElse(Double.NaN),
                actions.stream().mapToDouble(LoggedAction::reward).average().orElse(Double.NaN));
    }

    /** {@code (sum w)^2 / sum w^2}; 0 when nothing weighs anything, 1 when a weight is beyond any number. */
    static double effectiveSize(double... weights) {
        double largest = Arrays.stream(weights).max().orElse(0);
        if (largest == 0) {
            return 0;
        }
        if (Double.isInfinite(largest)) {
            return 1;
        }
        double sum = Arrays.stream(weights).map(weight -> weight / largest).sum();
        double squares = Arrays.stream(weights)
                .map(weight -> weight / largest * (weight / largest))
                .sum();
        return sum * sum / squares;
    }

    private Optional<String> refusal(Overview overview) {
        if (overview.groups() < LEAST_GROUPS) {
            return Optional.of("there are " + overview.groups()
                    + " groups of actions that do not depend on each other; give at least " + LEAST_GROUPS);
        }
        if (!(overview.effectiveSize() >= settings.leastEffectiveSize())) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%d logged actions stand for %.1f of the policy in question, fewer than the least effective sample size of %.1f;"
                            + " log more, or ask about a policy nearer to the one that chose them",
                    overview.actions(),
                    overview.effectiveSize(),
                    settings.leastEffectiveSize()));
        }
        return Optional.empty();
    }

    private Map<Estimator, Estimate> estimates(Overview overview) {
        Map<Estimator, Estimate> estimates = new EnumMap<>(Estimator.class);
        estimates.put(
                Estimator.IPS,
                estimate(overview, i -> weights[i] * actions.get(i).reward()));
        double sum = 0;
        double rewarded = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            rewarded += weights[i] * actions.get(i).reward();
        }
        double value = rewarded / sum;
        double mean = overview.meanWeight();
        estimates.put(
                Estimator.SNIPS,
                estimate(overview, i -> value + weights[i] * (actions.get(i).reward() - value) / mean));
        if (actions.stream().allMatch(action -> action.prediction().isPresent())) {
            estimates.put(Estimator.DOUBLY_ROBUST, estimate(overview, this::corrected));
        }
        return estimates;
    }

    private double corrected(int index) {
        LoggedAction action = actions.get(index);
        LoggedAction.Prediction prediction = action.prediction().orElseThrow();
        return prediction.target() + weights[index] * (action.reward() - prediction.logged());
    }

    private Estimate estimate(Overview overview, IntToDoubleFunction influence) {
        double[] values = new double[weights.length];
        double[] gains = new double[weights.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = influence.applyAsDouble(i);
            gains[i] = values[i] - actions.get(i).reward();
        }
        double value = mean(values);
        double gain = mean(gains);
        double error = standardError(values, value);
        double t = student(settings.confidence(), Math.min(overview.effectiveSize(), groupCount) - 1);
        return new Estimate(value, error, value - t * error, gain, gain - t * standardError(gains, gain));
    }

    private double standardError(double[] influences, double mean) {
        double[] byGroup = new double[groupCount];
        for (int i = 0; i < influences.length; i++) {
            byGroup[groups[i]] += influences[i] - mean;
        }
        double squares = Arrays.stream(byGroup).map(sum -> sum * sum).sum();
        return Math.sqrt(squares * groupCount / (groupCount - 1)) / influences.length;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Student's t by its expansion around the normal quantile (formula 26.7.5 there), good to 0.02 from 15 degrees of freedom on. */
    static double student(double confidence, double degrees) {
        double z = normal(confidence);
        double square = z * z;
        double first = z * (square + 1) / 4;
        double second = z * (square * (5 * square + 16) + 3) / 96;
        return z + first / degrees + second / (degrees * degrees);
    }

    /**
     * Normal quantile of a probability above one half, good to 0.0005. Source: Abramowitz and Stegun, Handbook of Mathematical
     * Functions, 1964, formula 26.2.23.
     */
    static double normal(double probability) {
        double t = Math.sqrt(-2 * Math.log(1 - probability));
        return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }
}
