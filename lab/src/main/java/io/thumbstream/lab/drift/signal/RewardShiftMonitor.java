package io.thumbstream.lab.drift.signal;

import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.lab.prequential.PrequentialReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Whether the reward model still means what it says about the answers that it sees now.
 *
 * <p>{@code calibration-error = sum_b n_b / n |mean(y)_b - mean(p)_b|} over ten bins of the probabilities {@code p} that it gave labels
 * {@code y} before it learned from them, ties left out, for each window of labels; {@code member-disagreement = mean_i sd_i} over the
 * answers of a group, where {@code sd_i} is the deviation over the members of the reward model; {@code score-energy = -ln(mean_i exp(s_i))}
 * over the scores of a group.
 *
 * <p>Source: LeVine et al., Reward Models under Distribution Shift, 2023, arXiv 2311.14743 (calibration, energy); Eisenstein et al.,
 * Helping or Herding?, 2023, arXiv 2312.09244 (disagreement). Ours measures calibration on labels before they are learned instead of on a
 * held-out set, in bins of equal width, and takes the energy over a whole group at temperature 1, with a mean in place of the sum so that
 * groups of any size compare.
 *
 * <p>Of {@code n} labels in ten bins, a perfectly calibrated model still shows an error of about {@code 0.8 sqrt(10 p (1 - p) / n)}: about
 * 0.09 for 200 labels. Members that learn the same mistake agree about it.
 */
final class RewardShiftMonitor implements DriftSignal {
    private final int labels;
    private final GroupMean disagreement;
    private final GroupMean energy;
    private final List<Prediction> predictions = new ArrayList<>();

    RewardShiftMonitor(SignalSettings settings) {
        this.labels = settings.labels();
        this.disagreement = new GroupMean(Measure.MEMBER_DISAGREEMENT, settings.groups());
        this.energy = new GroupMean(Measure.SCORE_ENERGY, settings.groups());
    }

    @Override
    public void group(SignalGroup group, Consumer<Reading> out) {
        if (!group.first()) {
            return;
        }
        OptionalDouble deviation = group.answers().stream()
                .flatMapToDouble(answer -> answer.deviation().stream())
                .average();
        deviation.ifPresent(value -> out.accept(disagreement.add(value)));
        double[] scores = group.scores();
        if (scores.length > 0) {
            out.accept(energy.add(energy(scores)));
        }
    }

    @Override
    public void prediction(Prediction prediction, Consumer<Reading> out) {
        if (prediction.tie()) {
            return;
        }
        predictions.add(prediction);
        if (predictions.size() >= labels) {
            out.accept(Reading.of(
                    Measure.CALIBRATION_ERROR, PrequentialReport.of(predictions).expectedCalibrationError()));
            predictions.clear();
        }
    }

    /** Computed from the largest score down, so that no exponential overflows. */
    private static double energy(double[] scores) {
        double largest = Arrays.stream(scores).max().orElse(0);
        double mean = Arrays.stream(scores)
                .map(score -> Math.exp(score - largest))
                .average()
                .orElse(1);
        return -largest - Math.log(mean);
    }
}
