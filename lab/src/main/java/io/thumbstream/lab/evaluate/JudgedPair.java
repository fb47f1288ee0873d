package io.thumbstream.lab.evaluate;

/**
 * Two answers to one prompt, one of which people prefer, and what a reward model gave them.
 *
 * @param betterScore score of the preferred answer, a logit, finite
 * @param worseScore score of the other one, a logit, finite
 * @param betterLength length of the preferred answer, unit characters, at least 0
 * @param worseLength length of the other one, unit characters, at least 0
 * @param promptLength length of what both answer, unit characters, at least 0
 * @param betterFirst whether the preferred answer stands first
 */
public record JudgedPair(
        double betterScore,
        double worseScore,
        int betterLength,
        int worseLength,
        int promptLength,
        boolean betterFirst) {
    public JudgedPair {
        if (!Double.isFinite(betterScore) || !Double.isFinite(worseScore)) {
            throw new IllegalArgumentException("Scores " + betterScore + " and " + worseScore
                    + " are not both finite; the reward model is damaged, choose another version");
        }
        if (betterLength < 0 || worseLength < 0 || promptLength < 0) {
            throw new IllegalArgumentException("Lengths " + betterLength + ", " + worseLength + " and " + promptLength
                    + " must not be negative; give numbers of characters");
        }
    }

    /** Score of the preferred answer above the other one's, a log-odds. */
    public double margin() {
        return betterScore - worseScore;
    }

    /** 1 when the model prefers what people prefer, one half when it scores both alike, 0 otherwise. */
    public double hit() {
        return half(modelSign());
    }

    /** 1 when the preferred answer is the longer one, one half when both are as long, 0 otherwise: what length alone gets right. */
    public double longerWins() {
        return half(Integer.compare(betterLength, worseLength));
    }

    /** 1 when the model prefers the longer answer, 0 the shorter one; one half when it, or their length, tells no difference. */
    public double prefersLonger() {
        return half(modelSign() * Integer.compare(betterLength, worseLength));
    }

    /** Sign of the margin; a negative zero has none. */
    private int modelSign() {
        return (int) Math.signum(margin());
    }

    private static double half(int sign) {
        return sign == 0 ? 0.5 : sign > 0 ? 1 : 0;
    }
}
