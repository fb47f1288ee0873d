package io.thumbstream.lab.drift.signal;

import java.util.Locale;

/** The numbers that can be measured. */
public enum Measure {
    /** Variance of the rewards of a group, unit squared rewards, at least 0; one number per group. */
    REWARD_VARIANCE,
    /** Variance of the scores of a group over the variance of all recent scores, about 0 to 2; one number per group. */
    WHITENED_VARIANCE,
    /** 1 for a group whose rewards are all equal, else 0; shown as a share, range [0, 1]. */
    EQUAL_GROUPS,
    /** Mean of minus the log-probability of the sampled tokens of a group, unit nats per token, at least 0. */
    SAMPLED_ENTROPY,
    /** Different answers over answers of a group, range (0, 1]. */
    DISTINCT_ANSWERS,
    /** Lag-1 autocorrelation of the changes of the mean score from version to version, range [-1, 1]; one number per version. */
    VERSION_OSCILLATION,
    /** Correlation of reward and length within groups, range [-1, 1]; one number per window of answers. */
    LENGTH_CORRELATION,
    /** Rise of the mean score since the first window of answers, unit of the score. */
    SCORE_GAIN,
    /** The part of that rise which is there at equal lengths, unit of the score. */
    NON_LENGTH_GAIN,
    /** Least-squares slope of labels on scores, unit one per unit of the score; one number per window of labels. */
    LABEL_SLOPE,
    /** Lower bound of that slope at 90 % confidence, same unit. */
    LABEL_SLOPE_LOW,
    /** How much more often the best-rewarded answers hold some run of tokens than the others, unit standard deviations. */
    PATTERN_EXCESS,
    /** Expected calibration error of predictions made before the label was learned, range [0, 1]; one per window of labels. */
    CALIBRATION_ERROR,
    /** Mean deviation of the members of the reward model over the answers of a group, unit of the score, at least 0. */
    MEMBER_DISAGREEMENT,
    /** Minus the logarithm of the mean exponential of the scores of a group, unit of the score. */
    SCORE_ENERGY;

    /** Its name in settings, drift records and metrics. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
