package io.thumbstream.model.ngram;

/** Kind of an n-gram feature; each kind learns at its own rate because it generalises over another range of answers. */
public enum FeatureFamily {
    /** Length, sentences, punctuation, variety of words: the same few numbers for every text. */
    STATISTIC,
    /** One word of the answer. */
    WORD,
    /** Two neighbouring words of the answer, or its first or last word. */
    WORD_PAIR,
    /** Words that the answer took from the prompt, and how many: whether it speaks of what was asked. */
    COPY,
    /** A word of the prompt together with a word of the answer, or whether the word at a place was taken from the prompt. */
    INTERACTION,
    /** This very answer to this very prompt: takes up what the general features cannot explain. */
    ANSWER;

    private static final FeatureFamily[] ALL = values();

    static FeatureFamily of(int code) {
        return ALL[code];
    }
}
