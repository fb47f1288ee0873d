package io.thumbstream.lab.users;

import java.time.Duration;

/**
 * How people give feedback; the defaults follow figures measured on real products.
 *
 * @param voteRate mean share of answers that get feedback, range (0, 1]
 * @param upShare share of thumbs that point up before anything is learned, range (0, 1)
 * @param thinkMedian median time from answer to feedback
 * @param thinkP99 99th percentile of that time, above the median
 * @param timeFactor how much faster than real life the simulated people are, at least 1
 * @param labelNoise probability that feedback says the opposite of what is meant, range [0, 0.5)
 * @param sharpness scale of the utility difference that a vote can tell, unit points, above 0
 * @param neverShare share of people who never give feedback, range [0, 1)
 * @param changeShare share of thumbs that are changed later, range [0, 1]
 * @param withdrawShare share of thumbs that are withdrawn later, range [0, 1]
 * @param pairShare share of questions that show two answers to choose from, range [0, 1]
 * @param ratingShare share of feedback given as a rating instead of a thumb, range [0, 1]
 * @param editShare share of feedback given as a corrected answer, range [0, 1]
 */
public record FeedbackHabits(
        double voteRate,
        double upShare,
        Duration thinkMedian,
        Duration thinkP99,
        double timeFactor,
        double labelNoise,
        double sharpness,
        double neverShare,
        double changeShare,
        double withdrawShare,
        double pairShare,
        double ratingShare,
        double editShare) {
    /** The 99th percentile of the standard normal distribution. */
    private static final double NORMAL_P99 = 2.3263478740408408;

    private static final double MILLIS = 1000.0;

    public FeedbackHabits {
        share("vote-rate", voteRate, voteRate > 0);
        share("up-share", upShare, upShare > labelNoise && upShare < 1 - labelNoise);
        share("label-noise", labelNoise, labelNoise < 0.5);
        share("never-share", neverShare, neverShare <= 1 - voteRate);
        share("change-share", changeShare, changeShare + withdrawShare <= 1);
        share("withdraw-share", withdrawShare, true);
        share("pair-share", pairShare, true);
        share("rating-share", ratingShare, ratingShare + editShare <= 1);
        share("edit-share", editShare, true);
        if (thinkMedian.toMillis() <= 0 || thinkP99.compareTo(thinkMedian) <= 0) {
            throw new IllegalArgumentException("Think time median " + thinkMedian + " and p99 " + thinkP99
                    + " do not fit; give 0 < think-median < think-p99");
        }
        if (!(timeFactor >= 1 && sharpness > 0)) {
            throw new IllegalArgumentException("time-factor is " + timeFactor + " and sharpness " + sharpness
                    + "; give time-factor >= 1 and sharpness > 0");
        }
    }

    /** The measured habits: a thumb on 20 % of answers, 68 % up, median 166 s, p99 767 s, 5 % noise. */
    public static FeedbackHabits defaults() {
        return new FeedbackHabits(
                0.20,
                0.68,
                Duration.ofSeconds(166),
                Duration.ofSeconds(767),
                300,
                0.05,
                0.2,
                0.3,
                0.03,
                0.02,
                0.05,
                0.05,
                0.02);
    }

    /** Returns these habits with another mean share of answers that get feedback. */
    public FeedbackHabits withVoteRate(double other) {
        return new FeedbackHabits(
                other,
                upShare,
                thinkMedian,
                thinkP99,
                timeFactor,
                labelNoise,
                sharpness,
                neverShare,
                changeShare,
                withdrawShare,
                pairShare,
                ratingShare,
                editShare);
    }

    /** Returns these habits with other shares of thumbs that are changed and that are withdrawn later. */
    public FeedbackHabits withSecondThoughts(double changed, double withdrawn) {
        return new FeedbackHabits(
                voteRate,
                upShare,
                thinkMedian,
                thinkP99,
                timeFactor,
                labelNoise,
                sharpness,
                neverShare,
                changed,
                withdrawn,
                pairShare,
                ratingShare,
                editShare);
    }

    /** Returns how long somebody thinks, compressed by the time factor; {@code gaussian} is a standard normal draw. */
    public Duration think(double gaussian) {
        double median = thinkMedian.toMillis();
        double sigma = Math.log(thinkP99.toMillis() / median) / NORMAL_P99;
        double seconds = median / MILLIS * Math.exp(sigma * gaussian) / timeFactor;
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /** Probability that a thumb points up for an answer this much above the threshold, noise included. */
    double upProbability(double pointsAboveThreshold) {
        double meant = 1 / (1 + Math.exp(-pointsAboveThreshold / sharpness));
        return meant * (1 - labelNoise) + (1 - meant) * labelNoise;
    }

    private static void share(String name, double value, boolean fits) {
        if (!(value >= 0 && value <= 1 && fits)) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; give a share in [0, 1] that fits the other shares");
        }
    }
}
