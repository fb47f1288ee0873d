package io.thumbstream.lab.completeness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Share of votes that had arrived by an age, estimated from answers of all ages.
 *
 * <p>The product-limit estimate (Kaplan and Meier, Nonparametric estimation from incomplete observations, JASA 53, 1958): the share of
 * answers with a vote by age a is {@code F(a) = 1 - product over votes at ages t <= a of (1 - votes at t / answers at risk at t)}; an
 * answer is at risk until its vote comes or the record ends. Of the votes that come at all, those within the horizon h, the share
 * {@code F(a) / F(h)} had arrived. An answer without a vote lowers both alike: silence says nothing about how fast votes come, and where
 * nobody voted nothing is said. Assumes that answers shown late in the record get votes as fast as those shown early.
 *
 * <p>The horizon is the greatest age at which enough answers are at risk; beyond it single votes would decide.
 */
public final class ArrivalCurve {
    private final double[] ages;
    private final boolean[] voted;
    private final double[] arrived;
    private final double horizon;

    private ArrivalCurve(double[] ages, boolean[] voted, double[] arrived, double horizon) {
        this.ages = ages;
        this.voted = voted;
        this.arrived = arrived;
        this.horizon = horizon;
    }

    /**
     * Estimates the curve.
     *
     * @param waits one for each answer that can be voted on
     * @param leastAtRisk answers at risk that the horizon demands, at least 1
     */
    public static ArrivalCurve of(List<Wait> waits, int leastAtRisk) {
        if (leastAtRisk < 1) {
            throw new IllegalArgumentException("least at risk is " + leastAtRisk + "; give 1 or more");
        }
        List<Wait> sorted = new ArrayList<>(waits);
        // a vote at the age at which another answer is lost from sight was seen: that answer is still at risk
        sorted.sort(Comparator.comparingDouble(Wait::seconds).thenComparing(wait -> !wait.voted()));
        int count = sorted.size();
        double[] ages = new double[count];
        boolean[] voted = new boolean[count];
        double[] arrived = new double[count];
        double silent = 1;
        for (int i = 0; i < count; i++) {
            ages[i] = sorted.get(i).seconds();
            voted[i] = sorted.get(i).voted();
            silent *= voted[i] ? 1 - 1.0 / (count - i) : 1;
            arrived[i] = 1 - silent;
        }
        return new ArrivalCurve(ages, voted, arrived, count < leastAtRisk ? 0 : ages[count - leastAtRisk]);
    }

    /** Age in seconds up to which something is said; 0 when there are too few answers. */
    public double horizon() {
        return horizon;
    }

    /** Answers whose vote had not come before that age and which were watched until then. */
    public long atRisk(double age) {
        return ages.length - before(age);
    }

    /** Votes that came by that age. */
    public long votes(double age) {
        long count = 0;
        for (int i = 0; i < upTo(age); i++) {
            count += voted[i] ? 1 : 0;
        }
        return count;
    }

    /** Share of the votes within the horizon that had arrived by {@code age}; empty beyond the horizon and where nobody voted. */
    public OptionalDouble share(double age) {
        double all = arrivedBy(horizon);
        return age > horizon || all == 0 ? OptionalDouble.empty() : OptionalDouble.of(arrivedBy(age) / all);
    }

    /** Estimated share of answers that have a vote by that age. */
    double arrivedBy(double age) {
        int seen = upTo(age);
        return seen == 0 ? 0 : arrived[seen - 1];
    }

    private int upTo(double age) {
        int low = 0;
        int high = ages.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ages[middle] <= age) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int before(double age) {
        return upTo(Math.nextDown(age));
    }
}
