package io.thumbstream.gateway.view;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One moment of the live curves.
 *
 * @param at when
 * @param policyVersion newest policy version, 0 for the shipped one
 * @param rewardVersion newest reward-model version
 * @param votes votes seen so far
 * @param labels labels seen so far
 * @param score mean raw reward-model score of the newest groups
 * @param reward mean reward of the newest groups, after transforms
 * @param thumbsUp share of thumbs up among the newest thumbs, range [0, 1]
 * @param lagVersions mean age of the newest groups, policy versions
 * @param labelSeconds mean time from a stored vote to its label, seconds
 * @param drift largest monitor value divided by its threshold; 1 is the alarm
 */
public record RunPoint(
        Instant at,
        long policyVersion,
        long rewardVersion,
        long votes,
        long labels,
        OptionalDouble score,
        OptionalDouble reward,
        OptionalDouble thumbsUp,
        OptionalDouble lagVersions,
        OptionalDouble labelSeconds,
        OptionalDouble drift) {}
