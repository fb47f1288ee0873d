package io.thumbstream.lab.tasks.lexicon;

import io.thumbstream.runtime.random.SeededRandom;

/**
 * How answers of the bed are written by one who prefers nothing: of any length between two, each word drawn by itself.
 *
 * <p>A word is about a wanted topic with probability {@code wanted}, about any topic with {@code other}, a style word of any domain with
 * {@code style}, and else one that means nothing. The marked word of {@link #front} is never among them.
 *
 * @param shortest words at least, at least 1
 * @param longest words at most, at least {@code shortest} and below {@link LexiconBase#ANSWER}
 * @param wanted share of words about wanted topics
 * @param other share of words about topics whether wanted or not
 * @param style share of style words; all three shares at least 0 and at most 1 together
 */
public record LexiconText(int shortest, int longest, double wanted, double other, double style) {
    /** As the first policy of the bed writes. */
    public static final LexiconText BASE = new LexiconText(4, LexiconBase.ANSWER - 1, 0.35, 0.2, 0.2);

    private static final int MARK = 0;

    public LexiconText {
        if (shortest < 1 || longest < shortest || longest >= LexiconBase.ANSWER) {
            throw new IllegalArgumentException("lengths from " + shortest + " to " + longest
                    + " are not sound; give 1 or more up to " + (LexiconBase.ANSWER - 1));
        }
        if (!(wanted >= 0 && other >= 0 && style >= 0 && wanted + other + style <= 1)) {
            throw new IllegalArgumentException(
                    "shares " + wanted + ", " + other + " and " + style + " must be at least 0 and at most 1 together");
        }
    }

    /** The same of other lengths. */
    public LexiconText withLengths(int least, int most) {
        return new LexiconText(least, most, wanted, other, style);
    }

    /** The same with other shares of words about wanted and about any topics. */
    public LexiconText withTopics(double wantedShare, double otherShare) {
        return new LexiconText(shortest, longest, wantedShare, otherShare, style);
    }

    /** Token ids of an answer, without an end token. */
    public int[] draw(LexiconPrompt prompt, SeededRandom random) {
        int[] tokens = new int[shortest + random.nextInt(longest - shortest + 1)];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = word(prompt, random);
        }
        return tokens;
    }

    private int word(LexiconPrompt prompt, SeededRandom random) {
        double dice = random.nextDouble();
        if (dice < wanted) {
            int topic = prompt.topics().get(random.nextInt(LexiconPrompt.TOPICS));
            return Words.word(topic, random.nextInt(Words.WORDS_PER_TOPIC));
        }
        if (dice < wanted + other) {
            return Words.word(random.nextInt(Words.TOPICS), random.nextInt(Words.WORDS_PER_TOPIC));
        }
        return dice < wanted + other + style ? Words.style(random.nextInt(Words.DOMAINS)) : unmarked(random);
    }

    /** A word that means nothing, to stand before an answer: always the same one as a mark, one of the others without. */
    public static int front(boolean marked, SeededRandom random) {
        return marked ? Words.filler(MARK) : unmarked(random);
    }

    private static int unmarked(SeededRandom random) {
        return Words.filler(MARK + 1 + random.nextInt(Words.FILLERS - 1));
    }
}
