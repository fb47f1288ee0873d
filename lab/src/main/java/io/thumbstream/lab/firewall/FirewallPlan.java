package io.thumbstream.lab.firewall;

import java.time.Duration;

/**
 * Who votes in the firewall experiment, and on what.
 *
 * @param voters honest people who vote, at least 20
 * @param votes votes of the honest, at least 1
 * @param hostileShare share of all accounts that are hostile, in {@code (0, 0.5)}
 * @param loudness votes of a hostile account for each vote of an honest person, above 0
 * @param salvo votes that a hostile account gives in a row, a second apart, at least 1
 * @param minorityShare share of the honest who have the other taste, in {@code (0, 0.5)}
 * @param probeShare share of the answers shown that are probes, in {@code [0, 1)}
 * @param boardShare share of the answers shown that are shown to everybody, in {@code [0, 1)}
 * @param pace time between two honest votes
 */
public record FirewallPlan(
        int voters,
        int votes,
        double hostileShare,
        double loudness,
        int salvo,
        double minorityShare,
        double probeShare,
        double boardShare,
        Duration pace) {
    private static final int FEWEST = 20;

    public FirewallPlan {
        if (voters < FEWEST || votes < 1 || salvo < 1) {
            throw new IllegalArgumentException("voters " + voters + ", votes " + votes + ", salvo " + salvo
                    + ": give at least " + FEWEST + " voters, 1 vote and a salvo of 1");
        }
        if (!(hostileShare > 0 && hostileShare < 0.5 && minorityShare > 0 && minorityShare < 0.5 && loudness > 0)) {
            throw new IllegalArgumentException("hostile-share " + hostileShare + ", minority-share " + minorityShare
                    + ", loudness " + loudness + ": give shares above 0 and below 0.5 and a loudness above 0");
        }
        if (!(probeShare >= 0 && boardShare >= 0 && probeShare + boardShare <= 1)) {
            throw new IllegalArgumentException("probe-share " + probeShare + " and board-share " + boardShare
                    + "; give shares that sum to at most 1");
        }
    }

    /**
     * 133 honest voters and 7 hostile accounts, 5 % of all, that vote fifteen times as often, in salvos of forty: in the end they have
     * given 44 % of the votes. One answer in twenty is a probe, one in ten is shown to everybody.
     */
    public static FirewallPlan of(int votes) {
        return new FirewallPlan(133, votes, 0.05, 15, 40, 0.1, 0.05, 0.1, Duration.ofSeconds(10));
    }

    /** The same with hostile accounts that vote like everybody else. */
    public FirewallPlan quiet() {
        return new FirewallPlan(voters, votes, hostileShare, 1, 1, minorityShare, probeShare, boardShare, pace);
    }

    /** Number of hostile accounts. */
    public int hostile() {
        return (int) Math.round(voters * hostileShare / (1 - hostileShare));
    }
}
