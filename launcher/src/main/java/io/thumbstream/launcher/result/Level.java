package io.thumbstream.launcher.result;

import io.thumbstream.lab.report.Interval;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * A number that a claim compares an arm with in place of another arm: the baseline has this value in every seed.
 *
 * @param value finite
 */
public record Level(double value) {
    public Level {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("level is " + value + "; give a finite number");
        }
    }

    /** The number that a baseline spells; empty when it is the name of an arm. */
    public static Optional<Level> of(String baseline) {
        try {
            double number = Double.parseDouble(baseline);
            return Double.isFinite(number) ? Optional.of(new Level(number)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Its values, one for each seed. */
    public double[] values(int seeds) {
        return DoubleStream.generate(() -> value).limit(seeds).toArray();
    }

    /**
     * It as an arm of a page.
     *
     * @param name as the claim spells it
     * @param techniques of the arm that is compared with it, so that none of them counts as what the arm has beside the baseline
     */
    public Result.Arm arm(String name, Set<String> techniques) {
        return new Result.Arm(name, new Interval(value, value, value, 1), Optional.empty(), techniques);
    }
}
