package io.thumbstream.lab.drive;

/**
 * How eagerly people vote at the moment.
 *
 * <p>Asked once per answer on the thread of the simulated users, so it must not block. Without a pace the votes of a fixed
 * stretch of time meet a learner that took more steps on a faster machine; a pace ties votes to steps instead.
 */
@FunctionalInterface
public interface VotePace {
    /** Everybody votes as they like. */
    VotePace FREE = votes -> 1;

    /**
     * Share of the people who would vote and really do, range [0, 1].
     *
     * @param votes accepted in this run so far
     */
    double share(long votes);
}
