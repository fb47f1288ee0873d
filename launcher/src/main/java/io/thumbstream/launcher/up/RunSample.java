package io.thumbstream.launcher.up;

/**
 * What a run looks like at one moment.
 *
 * @param seconds since the run began
 * @param policyVersion newest policy version serving
 * @param policyStep step of the policy learner after which that version was taken
 * @param rewardVersion newest reward-model version scoring
 * @param rollouts finished so far, displayed and background
 * @param votes accepted so far
 * @param labels in force so far
 * @param reward mean reward-model score of recent experience, unit of the reward model; NaN before the first
 * @param goldUtility mean true utility of recent displayed answers, known to the simulated users only; NaN without them
 * @param lagVersions mean policy versions between sampling and learning, recent
 * @param drifting number of drift monitors in alarm
 */
public record RunSample(
        double seconds,
        long policyVersion,
        long policyStep,
        long rewardVersion,
        long rollouts,
        long votes,
        long labels,
        double reward,
        double goldUtility,
        double lagVersions,
        int drifting) {}
