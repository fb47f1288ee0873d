package io.thumbstream.launcher.result;

import io.thumbstream.lab.report.Interval;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** The number that a baseline spells; empty when it is the name of one of the arms, or of none. */
    public static Optional<Level> of(String baseline, Set<String> arms) {
        return arms.contains(baseline) ? Optional.empty() : of(baseline);
    }

    /**
     * Refuses a claim about arms that there are not; a number may stand in place of the baseline.
     *
     * @param where names the experiment
     * @throws ConfigException when there is no such arm
     */
    public static void requireArms(String where, Set<String> arms, String arm, String baseline) {
        for (String name : List.of(arm, baseline)) {
            boolean level = name.equals(baseline) && of(name).isPresent();
            if (!level && !arms.contains(name)) {
                throw new ConfigException(where + ": the claim names arm '" + name + "'; there are " + arms);
            }
        }
    }

    /**
     * Arms of a page, before them the number that the claim compares with where it is no arm.
     *
     * @param claimed name of the arm that something is said of
     */
    public static List<Result.Arm> before(List<Result.Arm> arms, String claimed, String baseline) {
        Set<String> techniques = arms.stream()
                .filter(arm -> arm.name().equals(claimed))
                .findFirst()
                .map(Result.Arm::techniques)
                .orElse(Set.of());
        Set<String> names = arms.stream().map(Result.Arm::name).collect(Collectors.toSet());
        List<Result.Arm> all = new ArrayList<>();
        of(baseline, names).ifPresent(level -> all.add(level.arm(baseline, techniques)));
        all.addAll(arms);
        return all;
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
