package io.thumbstream.launcher.trial;

import io.thumbstream.lab.report.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the recipes did in one scenario: area under the curve of true worth, that is the mean of all measurements.
 *
 * @param scenario its name
 * @param bed where it was played
 * @param curves of each recipe, one for each seed, seeds in the same order
 */
record Standing(String scenario, BedSettings bed, Map<String, List<ArmCurve>> curves) {
    private static final double RECOVERED = 0.9;

    Standing {
        curves = new LinkedHashMap<>(curves);
    }

    private double[] areas(String recipe) {
        return curves.getOrDefault(recipe, List.of()).stream()
                .mapToDouble(curve -> curve.metric(Claim.Metric.MEAN_GOLD))
                .toArray();
    }

    /** Area of a recipe over its seeds. */
    Interval area(String recipe) {
        return Interval.of(areas(recipe));
    }

    /** Area of one recipe less that of another, paired by seed. */
    Interval difference(String recipe, String other) {
        double[] own = areas(recipe);
        double[] others = areas(other);
        double[] differences = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            differences[i] = own[i] - others[i];
        }
        return Interval.of(differences);
    }

    /** The recipe with the largest mean area; the first policy as it is does not take part. */
    String winner() {
        String best = "";
        double most = Double.NEGATIVE_INFINITY;
        for (String recipe : curves.keySet()) {
            double mean = area(recipe).mean();
            if (!recipe.equals(Tournament.UNTOUCHED) && mean > most) {
                best = recipe;
                most = mean;
            }
        }
        return best;
    }

    /** Whether a recipe wins, or its difference to the winner has an interval that reaches 0. */
    boolean withinWinner(String recipe) {
        return recipe.equals(winner()) || difference(recipe, winner()).high() >= 0;
    }

    /** Whether a recipe is below the first policy as it is, by an interval that lies below 0. */
    boolean worseThanUntouched(String recipe) {
        return difference(recipe, Tournament.UNTOUCHED).high() < 0;
    }

    /**
     * Votes from the change of wishes until nine tenths of the gain before it are there again, over what the first policy is worth
     * then; mean over the seeds that get there, NaN when none does or nothing changes at once.
     */
    double votesToRecover(String recipe) {
        boolean atOnce = bed.wishes().change() == BedSettings.Change.ABRUPT;
        List<Double> votes = new ArrayList<>();
        List<ArmCurve> own = curves.getOrDefault(recipe, List.of());
        List<ArmCurve> base = curves.getOrDefault(Tournament.UNTOUCHED, List.of());
        for (int seed = 0; atOnce && seed < own.size(); seed++) {
            int steps = recovery(own.get(seed), base.get(seed));
            if (steps >= 0) {
                votes.add(steps * bed.prompts() * bed.feedback().said());
            }
        }
        return votes.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** Steps from the change to recovery, or -1. */
    private int recovery(ArmCurve own, ArmCurve base) {
        double gain = 0;
        for (int i = 0; i < own.points().size(); i++) {
            int step = own.points().get(i).step();
            double over = own.points().get(i).worth() - base.points().get(i).worth();
            if (step < bed.wishes().step()) {
                gain = over;
            } else if (gain > 0 && over >= RECOVERED * gain) {
                return step - bed.wishes().step() + 1;
            }
        }
        return -1;
    }
}
