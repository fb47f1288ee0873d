package io.thumbstream.lab.completeness;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How soon votes of one kind come.
 *
 * @param kind the kind
 * @param answers answers, or groups of answers, that could be voted on
 * @param votes first votes on them
 * @param late of these, votes that came after the attribution window
 * @param open answers without a vote whose window had not ended when the record did
 * @param horizonSeconds age up to which something is said
 * @param atWindow share of the votes within the horizon that had arrived when the window ended; empty when no vote came, and when too
 *     few answers were watched until then
 * @param ages the curve, by age
 */
public record KindCompleteness(
        Kind kind,
        long answers,
        long votes,
        long late,
        long open,
        double horizonSeconds,
        OptionalDouble atWindow,
        List<Age> ages) {
    public KindCompleteness {
        ages = List.copyOf(ages);
    }

    /**
     * A point of the curve.
     *
     * @param seconds age
     * @param share see {@link ArrivalCurve#share}
     * @param atRisk see {@link ArrivalCurve#atRisk}
     * @param votes votes that came by that age
     */
    public record Age(double seconds, OptionalDouble share, long atRisk, long votes) {}

    /** The curve of waits for the first vote of {@code kind}. */
    static KindCompleteness of(Kind kind, List<Wait> waits, int leastAtRisk) {
        ArrivalCurve curve = ArrivalCurve.of(waits, leastAtRisk);
        double window = kind.windowSeconds();
        long votes = waits.stream().filter(Wait::voted).count();
        return new KindCompleteness(
                kind,
                waits.size(),
                votes,
                votes - curve.votes(window),
                waits.stream()
                        .filter(wait -> !wait.voted() && wait.seconds() < window)
                        .count(),
                curve.horizon(),
                curve.share(window),
                AgeSteps.upTo(window).stream()
                        .map(age -> new Age(age, curve.share(age), curve.atRisk(age), curve.votes(age)))
                        .toList());
    }
}
