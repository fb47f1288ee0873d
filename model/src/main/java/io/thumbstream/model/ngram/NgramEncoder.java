package io.thumbstream.model.ngram;

import java.util.Arrays;

/**
 * Encoder of a prompt and an answer into hashed sparse features.
 *
 * <p>Blocks: {@value TextStatistics#COUNT} statistics of the answer; its words and word pairs together at unit length;
 * words taken from the prompt, by the word before, at unit length, with the number of them and the number of words with a digit that
 * the prompt lacks; crosses of prompt words and answer words at unit length; one feature for this very answer. Words are hashed (feature
 * hashing, Weinberger et al. 2009, arXiv 0902.2206, without the sign bit) and taken once per answer. The same texts give
 * the same features in every process. Stateless and safe for any number of threads; cost grows with the length of the texts.
 */
public final class NgramEncoder {
    /** Answers are read up to this many characters, so that a huge one cannot stall the stream. */
    static final int MAX_CHARACTERS = 20_000;

    private static final long WORD = 0x51A7;
    private static final long PAIR = 0x7C15;
    private static final long EDGE = 0x1B3E;
    private static final long COPY = 0x3F0D;
    private static final long TAKEN = 0x4D27;
    private static final long TAKEN_COUNT = 0x12E9;
    private static final long INVENTED_COUNT = 0x5C83;
    private static final long CROSS = 0x66B1;
    private static final long ANSWER = 0x2E99;

    /** Counts of copies and inventions are told apart below these numbers. */
    private static final int MANY_TAKEN = 4;

    private static final int MANY_INVENTED = 2;

    private final NgramSettings settings;
    private final int mask;

    public NgramEncoder(NgramSettings settings) {
        this.settings = settings;
        mask = settings.size() - 1;
    }

    /** Shape of the feature space. */
    public NgramSettings settings() {
        return settings;
    }

    /** Features of {@code answer} as given to {@code prompt}; either may be empty. */
    public SparseFeatures encode(String prompt, String answer) {
        String read = cut(answer);
        Words words = Words.of(read);
        Words asked = Words.of(cut(prompt));
        SparseBuilder builder = new SparseBuilder();
        double[] statistics = TextStatistics.of(read, words, asked);
        for (int i = 0; i < statistics.length; i++) {
            builder.add(i, statistics[i], FeatureFamily.STATISTIC);
        }
        addWords(builder, words);
        addCopies(builder, words, asked);
        addInteractions(builder, words, asked);
        builder.add(place(ANSWER, Hashing.pair(Hashing.of(prompt), Hashing.of(answer))), 1, FeatureFamily.ANSWER);
        return builder.build();
    }

    private void addWords(SparseBuilder builder, Words words) {
        int start = builder.mark();
        for (int i = 0; i < words.size(); i++) {
            builder.add(place(WORD, words.hash(i)), 1, FeatureFamily.WORD);
            long before = i == 0 ? EDGE : words.hash(i - 1);
            builder.add(place(PAIR, Hashing.pair(before, words.hash(i))), 1, FeatureFamily.WORD_PAIR);
        }
        if (words.size() > 0) {
            long last = Hashing.pair(words.hash(words.size() - 1), EDGE);
            builder.add(place(PAIR, last), 1, FeatureFamily.WORD_PAIR);
        }
        builder.normalise(start, 1);
    }

    private void addCopies(SparseBuilder builder, Words words, Words asked) {
        int start = builder.mark();
        long[] known = asked.sorted();
        int taken = 0;
        int invented = 0;
        for (int i = 0; i < words.size(); i++) {
            if (words.stop(i)) {
                continue;
            }
            if (Arrays.binarySearch(known, words.hash(i)) >= 0) {
                taken++;
                builder.add(place(TAKEN, i == 0 ? EDGE : words.hash(i - 1)), 1, FeatureFamily.COPY);
            } else if (words.digit(i)) {
                invented++;
            }
        }
        builder.normalise(start, 1);
        builder.add(place(TAKEN_COUNT, Math.min(MANY_TAKEN, taken)), 1, FeatureFamily.COPY);
        builder.add(place(INVENTED_COUNT, Math.min(MANY_INVENTED, invented)), 1, FeatureFamily.COPY);
    }

    private void addInteractions(SparseBuilder builder, Words words, Words asked) {
        int start = builder.mark();
        long[] known = asked.sorted();
        for (int i = 0; i < words.size(); i++) {
            if (!words.stop(i)) {
                long copied = Arrays.binarySearch(known, words.hash(i)) >= 0 ? 1 : words.digit(i) ? 2 : 3;
                long before = i == 0 ? EDGE : words.hash(i - 1);
                builder.add(place(COPY, Hashing.pair(before, copied)), 1, FeatureFamily.INTERACTION);
            }
        }
        builder.normalise(start, 1);
        int crosses = builder.mark();
        addCrosses(builder, words, asked);
        builder.normalise(crosses, 1);
    }

    private void addCrosses(SparseBuilder builder, Words words, Words asked) {
        int taken = 0;
        for (int p = 0; p < asked.size() && taken < settings.promptWords(); p++) {
            if (asked.stop(p)) {
                continue;
            }
            taken++;
            int used = 0;
            for (int w = 0; w < words.size() && used < settings.answerWords(); w++) {
                if (!words.stop(w)) {
                    used++;
                    long cross = Hashing.pair(asked.hash(p), words.hash(w));
                    builder.add(place(CROSS, cross), 1, FeatureFamily.INTERACTION);
                }
            }
        }
    }

    private int place(long kind, long hash) {
        int index = (int) (Hashing.pair(kind, hash) >>> 20) & mask;
        return index < TextStatistics.COUNT ? index + TextStatistics.COUNT : index;
    }

    private static String cut(String text) {
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS);
    }
}
