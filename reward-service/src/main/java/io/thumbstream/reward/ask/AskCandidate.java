package io.thumbstream.reward.ask;

import java.util.Arrays;

/**
 * Two answers that people could be asked to compare, as the present reward model sees them.
 *
 * @param lead score of the first less that of the second, mean over the members, in units of scores
 * @param disagreement variance of the lead over the members, in units of scores squared, at least 0; 0 where there is one member
 */
public record AskCandidate(double lead, double disagreement) {
    public AskCandidate {
        if (!Double.isFinite(lead) || !(disagreement >= 0) || Double.isInfinite(disagreement)) {
            throw new IllegalArgumentException("lead is " + lead + " and disagreement " + disagreement
                    + "; give a finite number and a finite one of 0 or more");
        }
    }

    /**
     * The pair of two answers.
     *
     * @param first scores of the first answer by the members, at least one
     * @param second scores of the second by the same members
     */
    public static AskCandidate of(double[] first, double[] second) {
        if (first.length == 0 || first.length != second.length) {
            throw new IllegalArgumentException("the answers have scores of " + first.length + " and " + second.length
                    + " members; give those of the same members, at least one");
        }
        double[] leads = new double[first.length];
        for (int member = 0; member < leads.length; member++) {
            leads[member] = first[member] - second[member];
        }
        double mean = Arrays.stream(leads).sum() / leads.length;
        double squares = 0;
        for (double lead : leads) {
            squares += (lead - mean) * (lead - mean);
        }
        return new AskCandidate(mean, squares / leads.length);
    }
}
