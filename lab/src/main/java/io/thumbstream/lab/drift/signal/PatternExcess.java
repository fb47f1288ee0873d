package io.thumbstream.lab.drift.signal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The run of tokens that the best-rewarded answers hold most out of proportion.
 *
 * <p>Of {@code A} answers in the top tenth {@code a} hold the run, of {@code B} others {@code b}. With {@code p = (a + b) / (A + B)} and
 * a prior of {@code k = 10} answers: {@code z = (ln((a + k p) / (A - a + k (1 - p))) - ln((b + k p) / (B - b + k (1 - p)))) / sd},
 * {@code sd^2} being the sum of the reciprocals of the four bracketed counts.
 */
final class PatternExcess implements DriftSignal {
    private static final double TOP = 0.1;
    private static final double PRIOR = 10;

    private final int answers;
    private final int run;
    private final List<Rewarded> window = new ArrayList<>();

    /**
     * Without answers so far.
     *
     * @param answers answers per number
     * @param run tokens of a run, at least 1
     */
    PatternExcess(int answers, int run) {
        this.answers = answers;
        this.run = run;
    }

    /** Tokens of an answer and its reward less the mean of its group. */
    private record Rewarded(List<Integer> tokens, double advantage) {}

    @Override
    public void group(SignalGroup group, Consumer<Reading> out) {
        List<SignalAnswer> worded = group.worded();
        if (!group.first() || worded.size() < 2) {
            return;
        }
        double mean =
                worded.stream().mapToDouble(SignalAnswer::reward).average().orElse(0);
        worded.forEach(answer -> window.add(new Rewarded(answer.tokens(), answer.reward() - mean)));
        if (window.size() >= answers) {
            excess().ifPresent(z -> out.accept(Reading.of(Measure.PATTERN_EXCESS, z)));
            window.clear();
        }
    }

    /** Empty when too many rewards are equal to say which answers are the best, or no run is held by some answers only. */
    private OptionalDouble excess() {
        double[] sorted =
                window.stream().mapToDouble(Rewarded::advantage).sorted().toArray();
        int wanted = Math.max(1, (int) Math.round(TOP * sorted.length));
        double least = sorted[sorted.length - wanted];
        int top = 0;
        Map<List<Integer>, Integer> inTop = new HashMap<>();
        Map<List<Integer>, Integer> inRest = new HashMap<>();
        for (Rewarded answer : window) {
            boolean best = answer.advantage() >= least;
            top += best ? 1 : 0;
            runs(answer.tokens()).forEach(each -> (best ? inTop : inRest).merge(each, 1, Integer::sum));
        }
        int best = top;
        int rest = window.size() - top;
        return best > rest
                ? OptionalDouble.empty()
                : inTop.entrySet().stream()
                        .filter(each -> each.getValue() + inRest.getOrDefault(each.getKey(), 0) < best + rest)
                        .mapToDouble(each -> z(each.getValue(), best, inRest.getOrDefault(each.getKey(), 0), rest))
                        .max();
    }

    private Set<List<Integer>> runs(List<Integer> tokens) {
        Set<List<Integer>> runs = new HashSet<>();
        for (int from = 0; from + run <= tokens.size(); from++) {
            runs.add(tokens.subList(from, from + run));
        }
        return runs;
    }

    /** How far the share of the {@code top} answers is above that of the {@code rest}, in standard deviations. */
    static double z(int inTop, int top, int inRest, int rest) {
        double share = (double) (inTop + inRest) / (top + rest);
        double heldTop = inTop + PRIOR * share;
        double freeTop = top - inTop + PRIOR * (1 - share);
        double heldRest = inRest + PRIOR * share;
        double freeRest = rest - inRest + PRIOR * (1 - share);
        double deviation = Math.sqrt(1 / heldTop + 1 / freeTop + 1 / heldRest + 1 / freeRest);
        return (Math.log(heldTop / freeTop) - Math.log(heldRest / freeRest)) / deviation;
    }
}
