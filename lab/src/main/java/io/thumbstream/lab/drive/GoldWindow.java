package io.thumbstream.lab.drive;

/**
 * Mean worth of the answers displayed while a stretch of votes came in.
 *
 * @param fromVotes first vote count of the stretch
 * @param toVotes one past its last vote count
 * @param answers answers displayed
 * @param mean mean utility, unit points
 * @param standardError standard error of that mean, 0 for fewer than two answers
 * @param correctness mean correctness, range [0, 1]
 * @param newestPolicy newest policy version seen
 */
public record GoldWindow(
        long fromVotes,
        long toVotes,
        long answers,
        double mean,
        double standardError,
        double correctness,
        long newestPolicy) {}
