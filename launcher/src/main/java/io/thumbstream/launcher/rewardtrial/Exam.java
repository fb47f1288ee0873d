package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.lab.evaluate.ShiftGrid;
import io.thumbstream.lab.evaluate.ShiftGrid.Shift;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.model.reward.ScoreInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** Measures scores against the truth. */
final class Exam {
    private static final int AT_ONCE = 256;
    private static final double TIE = 0.5;

    private final Reads reads;
    private final Function<List<ScoreInput>, double[][]> scores;

    /** @param scores of answers, {@code [input][member]} */
    Exam(Reads reads, Function<List<ScoreInput>, double[][]> scores) {
        this.reads = reads;
        this.scores = scores;
    }

    /** Everything that can be measured with these data. */
    Measures of(RewardData data) {
        Map<RewardMetric, Double> values = new EnumMap<>(RewardMetric.class);
        double[][] pairs = pairs(data.heldOut());
        values.put(RewardMetric.ACCURACY, accuracy(pairs));
        values.put(RewardMetric.LOSS, loss(data.heldOut(), pairs));
        values.put(RewardMetric.OFF_ZERO, offZero(pairs));
        double[][] shifted = pairs(data.shifted());
        values.put(RewardMetric.SHIFTED_ACCURACY, accuracy(shifted));
        values.put(RewardMetric.SHIFTED_LOSS, loss(data.shifted(), shifted));
        values.put(RewardMetric.BEST_OF, bestOf(data.groups()));
        flips(data.training(), values);
        double scale =
                deviation(Arrays.stream(pairs).flatMapToDouble(Arrays::stream).toArray());
        values.put(RewardMetric.SPREAD, spread(data.heldOut()) / scale);
        values.put(RewardMetric.MARK_LEAN, markLean(data.twins()) / scale);
        values.put(RewardMetric.APPROVAL_BIAS, approvalBias(pairs, data.approval()));
        Map<Shift, double[][]> grid = new EnumMap<>(Shift.class);
        data.grid().forEach((shift, some) -> grid.put(shift, pairs(some)));
        values.putAll(ShiftMeasures.of(grid));
        values.putAll(ProposalMeasures.of(data.heldOut(), pairs, data.leaning()));
        return new Measures(values);
    }

    /** Scores of the better and the worse answer, {@code [pair][2]}. */
    private double[][] pairs(List<RewardData.GoldPair> pairs) {
        double[] flat = read(pairs.stream()
                .flatMap(pair -> Stream.of(pair.better().input(), pair.worse().input()))
                .toList());
        return inTwos(flat);
    }

    private static double[][] inTwos(double[] flat) {
        double[][] twos = new double[flat.length / 2][];
        for (int i = 0; i < twos.length; i++) {
            twos[i] = new double[] {flat[2 * i], flat[2 * i + 1]};
        }
        return twos;
    }

    private double[] read(List<ScoreInput> inputs) {
        return members(inputs).stream().mapToDouble(reads::of).toArray();
    }

    private List<double[]> members(List<ScoreInput> inputs) {
        List<double[]> all = new ArrayList<>();
        for (int from = 0; from < inputs.size(); from += AT_ONCE) {
            double[][] some = scores.apply(inputs.subList(from, Math.min(from + AT_ONCE, inputs.size())));
            all.addAll(Arrays.asList(some));
        }
        return all;
    }

    /** Share of rows whose first score is the higher one. */
    private static double accuracy(double[][] pairs) {
        return Arrays.stream(pairs)
                .mapToDouble(pair -> pair[0] == pair[1] ? 0.5 : pair[0] > pair[1] ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    /** Cross-entropy of {@code sigma(s_better - s_worse)} against the probability that people choose the better. */
    private static double loss(List<RewardData.GoldPair> pairs, double[][] scored) {
        double sum = 0;
        for (int i = 0; i < scored.length; i++) {
            RewardData.GoldPair pair = pairs.get(i);
            double lead = scored[i][0] - scored[i][1];
            double chosen = JudgementDraw.sigma(JudgementDraw.SHARPNESS
                    * (pair.better().worth() - pair.worse().worth()));
            sum += chosen * softPlus(-lead) + (1 - chosen) * softPlus(lead);
        }
        return sum / scored.length;
    }

    /** {@code log(1 + e^x)}, without overflow. */
    private static double softPlus(double x) {
        return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double offZero(double[][] pairs) {
        double sums = 0;
        double differences = 0;
        for (double[] pair : pairs) {
            sums += Math.abs(pair[0] + pair[1]);
            differences += Math.abs(pair[0] - pair[1]);
        }
        return sums / differences;
    }

    private static double approvalBias(double[][] pairs, OptionalDouble approval) {
        if (approval.isEmpty()) {
            return Double.NaN;
        }
        double foretold = Arrays.stream(pairs)
                .flatMapToDouble(Arrays::stream)
                .map(JudgementDraw::sigma)
                .average()
                .orElse(Double.NaN);
        return Math.abs(foretold - approval.getAsDouble());
    }

    private double bestOf(List<List<RewardData.Answer>> groups) {
        double sum = 0;
        for (List<RewardData.Answer> group : groups) {
            double[] scored = read(group.stream().map(RewardData.Answer::input).toList());
            int best = 0;
            for (int i = 1; i < scored.length; i++) {
                best = scored[i] > scored[best] ? i : best;
            }
            sum += group.get(best).worth();
        }
        return sum / groups.size();
    }

    /** The strength of a choice is the lead of what was chosen, as scores have it in the end. */
    private void flips(List<RewardData.Judgement> training, Map<RewardMetric, Double> values) {
        double[][] wrong = chosenFirst(training, true);
        double[][] right = chosenFirst(training, false);
        values.put(RewardMetric.FLIPS_FITTED, accuracy(wrong));
        if (wrong.length > 0 && right.length > 0) {
            values.put(RewardMetric.FLIPS_FOUND, ShiftGrid.auroc(leads(wrong), leads(right)));
        }
    }

    /** Scores of the chosen and the other answer of choices, {@code [choice][2]}. */
    private double[][] chosenFirst(List<RewardData.Judgement> training, boolean flipped) {
        return inTwos(read(training.stream()
                .filter(judgement -> judgement.flipped() == flipped)
                .map(RewardData.Judgement::label)
                .filter(label -> label.kind() == LabelKind.PAIR && label.value() != TIE)
                .map(label -> label.value() > TIE ? label.items() : reversed(label.items()))
                .flatMap(Collection::stream)
                .toList()));
    }

    private static double[] leads(double[][] pairs) {
        return Arrays.stream(pairs).mapToDouble(pair -> pair[0] - pair[1]).toArray();
    }

    private static List<ScoreInput> reversed(List<ScoreInput> two) {
        return List.of(two.get(1), two.get(0));
    }

    private double spread(List<RewardData.GoldPair> pairs) {
        return members(pairs.stream().map(pair -> pair.better().input()).toList()).stream()
                .mapToDouble(Exam::deviation)
                .average()
                .orElse(Double.NaN);
    }

    private double markLean(List<RewardData.Twin> twins) {
        double[][] scored = inTwos(read(twins.stream()
                .flatMap(twin -> Stream.of(twin.marked(), twin.plain()))
                .toList()));
        return Arrays.stream(scored)
                .mapToDouble(twin -> twin[0] - twin[1])
                .average()
                .orElse(Double.NaN);
    }

    private static double deviation(double... values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN));
    }
}
