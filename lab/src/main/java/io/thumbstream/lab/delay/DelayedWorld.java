package io.thumbstream.lab.delay;

import io.thumbstream.lab.completeness.ArrivalCurve;
import io.thumbstream.lab.completeness.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Answers shown at a steady pace to people of whom a known share says "yes", each after a while of their own.
 *
 * @param firstRate share of "yes" at the start, in (0, 1)
 * @param lastRate share of "yes" at the end; it goes there in a straight line
 * @param delay how long a "yes" takes
 * @param answers number of answers
 * @param every seconds between two answers
 */
public record DelayedWorld(double firstRate, double lastRate, DelayLaw delay, int answers, double every) {
    private static final int LEAST_AT_RISK = 20;

    public DelayedWorld {
        if (!(firstRate > 0 && firstRate < 1 && lastRate > 0 && lastRate < 1)) {
            throw new IllegalArgumentException(
                    "the rate goes from " + firstRate + " to " + lastRate + "; both must lie between 0 and 1");
        }
        if (answers < 1 || !(every > 0)) {
            throw new IllegalArgumentException(
                    answers + " answers every " + every + " s; give at least one answer and a time above 0");
        }
    }

    /** Seconds from the first answer to the end of the record. */
    public double duration() {
        return answers * every;
    }

    /** True share of "yes" among the answers shown at a moment of the record. */
    public double rateAt(double seconds) {
        return firstRate + (lastRate - firstRate) * Math.min(1, Math.max(0, seconds / duration()));
    }

    /** The answers in the order in which they are shown; equal seeds give equal answers. */
    public List<ShownAnswer> draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ShownAnswer> drawn = new ArrayList<>(answers);
        for (int i = 0; i < answers; i++) {
            double at = i * every;
            boolean yes = random.nextDouble() < rateAt(at);
            drawn.add(new ShownAnswer(at, yes, delay.draw(random)));
        }
        return drawn;
    }

    /** How soon "yes" comes, as measured in a record of these answers that ends with this world, silence of all ages included. */
    public ArrivalCurve measured(List<ShownAnswer> record) {
        List<Wait> waits = record.stream()
                .map(answer -> answer.answeredAt() <= duration()
                        ? new Wait(answer.delay(), true)
                        : new Wait(duration() - answer.shownAt(), false))
                .toList();
        return ArrivalCurve.of(waits, LEAST_AT_RISK);
    }

    /** Mean delay of the "yes" that a record of these answers holds, in seconds; NaN where it holds none. */
    public double meanDelay(List<ShownAnswer> record) {
        return record.stream()
                .filter(answer -> answer.answeredAt() <= duration())
                .mapToDouble(ShownAnswer::delay)
                .average()
                .orElse(Double.NaN);
    }
}
