package io.thumbstream.model.reward;

/**
 * Steps of the n-gram trunk: AdaGrad with one rate per feature family.
 *
 * <p>Few general statistics take small steps and so settle on what holds for all prompts; the feature of a single answer takes
 * large ones and takes up what is peculiar to it, which keeps that out of the general weights.
 *
 * @param statistic rate of text statistics
 * @param word rate of words and word pairs
 * @param copy rate of what the answer took from the prompt; 0 leaves these features at their small first weights
 * @param interaction rate of prompt-answer crosses
 * @param answer rate of the feature of one answer
 * @param initialSquares start of the sum of squared gradients, positive
 * @param forgetting share of the sum that is dropped at each use of a feature, in {@code [0, 0.1]}; above 0 keeps the trunk able
 *     to follow a drift
 * @param averaging share of the newest weights in the average that scores, per input learned, in {@code (0, 1]}; 1 scores with the newest
 */
public record AdaGradSettings(
        double statistic,
        double word,
        double copy,
        double interaction,
        double answer,
        double initialSquares,
        double forgetting,
        double averaging) {
    public AdaGradSettings {
        rate("statistic", statistic);
        rate("word", word);
        rate("copy", copy);
        rate("interaction", interaction);
        rate("answer", answer);
        if (!(initialSquares > 0 && initialSquares <= 1000)) {
            throw new IllegalArgumentException(
                    "initial-squares is " + initialSquares + "; choose a number above 0 and up to 1000");
        }
        if (!(forgetting >= 0 && forgetting <= 0.1)) {
            throw new IllegalArgumentException("forgetting is " + forgetting + "; choose from 0 to 0.1");
        }
        if (!(averaging > 0 && averaging <= 1)) {
            throw new IllegalArgumentException("averaging is " + averaging + "; choose a number above 0 and up to 1");
        }
    }

    /**
     * Large steps that forget within about fifty uses of a feature, for live feedback: what people want may turn over, and a
     * score must soon say by how much one answer is better, not only that it is; see ADR 0017.
     */
    public static AdaGradSettings defaults() {
        return new AdaGradSettings(0.05, 0.3, 0.3, 0.3, 0.2, 0.1, 0.01, 0.001);
    }

    /**
     * Small steps that hardly forget, for recorded votes on one lasting question; found by leaving one debate out at a time over
     * real votes.
     */
    public static AdaGradSettings recorded() {
        return new AdaGradSettings(0.01, 0.05, 0, 0.01, 0.2, 0.1, 0.0005, 1);
    }

    private static void rate(String name, double value) {
        if (!(value >= 0 && value <= 10)) {
            throw new IllegalArgumentException("rate " + name + " is " + value + "; choose from 0 to 10");
        }
    }
}
