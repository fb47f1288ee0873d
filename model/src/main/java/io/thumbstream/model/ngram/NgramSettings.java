package io.thumbstream.model.ngram;

/**
 * Shape of the hashed feature space.
 *
 * @param hashBits the space has two to this power features, in {@code [10, 24]}
 * @param promptWords words of the prompt that are crossed with the answer, in {@code [0, 64]}
 * @param answerWords words of the answer that take part in the crosses, in {@code [0, 256]}
 */
public record NgramSettings(int hashBits, int promptWords, int answerWords) {
    public NgramSettings {
        range("hash-bits", hashBits, 10, 24);
        range("prompt-words", promptWords, 0, 64);
        range("answer-words", answerWords, 0, 256);
    }

    /** A space of 262,144 features; 12 prompt words crossed with 48 answer words. */
    public static NgramSettings defaults() {
        return new NgramSettings(18, 12, 48);
    }

    /** Number of features. */
    public int size() {
        return 1 << hashBits;
    }

    private static void range(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + "; choose from " + low + " to " + high);
        }
    }
}
