package io.thumbstream.model.ngram;

import java.util.Arrays;

/**
 * Dense statistics of an answer: the features that carry over to prompts and words never seen before.
 *
 * <p>Each number is scaled by a fixed constant to about {@code [0, 3]}, never by the data, so that a text has the same
 * features in every process. Order and number are part of the model file format.
 */
final class TextStatistics {
    /** Number of statistics; indices {@code [0, COUNT)} of the feature space are theirs. */
    static final int COUNT = 56;

    private final double[] values = new double[COUNT];
    private int size;

    private TextStatistics() {}

    /** The {@value #COUNT} statistics of {@code answer}, given to {@code prompt}. */
    static double[] of(String answer, Words words, Words prompt) {
        TextStatistics statistics = new TextStatistics();
        Characters characters = Characters.of(answer);
        WordCounts counts = WordCounts.of(words, prompt);
        statistics.length(answer, words, characters, counts);
        statistics.vocabulary(words, counts);
        statistics.punctuation(words, characters);
        statistics.care(answer, characters, counts);
        statistics.reuse(prompt, counts);
        if (statistics.size != COUNT) {
            throw new IllegalStateException("There are " + statistics.size + " statistics instead of " + COUNT);
        }
        return statistics.values;
    }

    private void length(String answer, Words words, Characters characters, WordCounts counts) {
        double log = Math.log1p(words.size());
        add(Math.log1p(answer.length()));
        add(log);
        add(log * log / 4);
        add(Math.sqrt(words.size()) / 3);
        add(Math.min(words.size(), 1000) / 50.0);
        add(Math.log1p(characters.sentences));
        add(Math.log1p(words.size() / (double) Math.max(1, characters.sentences)));
        add(Math.log1p(characters.longestSentence) / 2);
        add(Math.log1p(counts.distinct));
        add(Math.log1p(counts.distinctContent));
    }

    private void vocabulary(Words words, WordCounts counts) {
        double all = Math.max(1, words.size());
        add(counts.distinct * 2 / all);
        add(counts.letters / all / 2);
        add(counts.longWords * 4 / all);
        add(Math.log1p(counts.longWords));
        add(counts.veryLongWords * 6 / all);
        add(Math.log1p(counts.veryLongWords));
        add(counts.shortWords * 3 / all);
        add(counts.stopWords * 3 / all);
        add(Math.log1p(counts.stopWords));
        add(Math.log1p(counts.capitalWords));
        add(counts.capitalWords * 3 / all);
        add(Math.log1p(counts.lowerSingles));
        add(counts.apostrophes * 5 / all);
    }

    private void punctuation(Words words, Characters characters) {
        double all = Math.max(1, words.size());
        double sentences = Math.max(1, characters.sentences);
        add(Math.log1p(characters.commas));
        add(Math.min(2, characters.commas * 10 / all));
        add(Math.log1p(characters.stops));
        add(Math.log1p(characters.quotes));
        add(Math.log1p(characters.exclamations));
        add(Math.min(3, characters.exclamations * 2 / sentences));
        add(Math.log1p(characters.questions));
        add(Math.min(3, characters.questions * 2 / sentences));
        add(Math.log1p(characters.brackets));
        add(Math.log1p(characters.dashes));
        add(Math.log1p(characters.apostrophes));
        add(Math.log1p(characters.others));
        add(Math.min(3, characters.punctuation() * 6 / all));
        add(Math.log1p(characters.newlines));
        add(Math.log1p(characters.digits));
        add(characters.digits > 0);
    }

    private void care(String answer, Characters characters, WordCounts counts) {
        double sentences = Math.max(1, characters.sentences);
        double letters = Math.max(1, characters.letters);
        String text = answer.strip();
        add(5 * characters.capitals / letters);
        add(characters.capitals > letters / 2);
        add(characters.sentencesFromCapital / sentences);
        add(characters.sentencesFromLower / sentences);
        add(!text.isEmpty() && Character.isUpperCase(text.charAt(0)));
        add(!text.isEmpty() && ".!?\"\u201d)".indexOf(text.charAt(text.length() - 1)) >= 0);
        add(Math.log1p(characters.links));
        add(characters.links > 0);
        add(Math.log1p(characters.repeatedStops));
        add(Math.log1p(characters.missingSpaces));
        add(Math.log1p(characters.strayspaces));
        add(Math.log1p(counts.repeatedWords));
    }

    private void reuse(Words prompt, WordCounts counts) {
        add(Math.log1p(counts.copiedContent));
        add(Math.log1p(counts.copiedDigits));
        add(Math.log1p(counts.newDigits));
        add(counts.copiedContent * 2.0 / Math.max(1, counts.distinctContent));
        add(prompt.size() == 0);
    }

    private void add(boolean claim) {
        add(claim ? 1 : 0);
    }

    private void add(double value) {
        values[size++] = value;
    }

    /** Counts over the words of an answer. */
    private static final class WordCounts {
        int distinct;
        int distinctContent;
        int letters;
        int longWords;
        int veryLongWords;
        int shortWords;
        int stopWords;
        int capitalWords;
        int lowerSingles;
        int apostrophes;
        int repeatedWords;
        int copiedContent;
        int copiedDigits;
        int newDigits;

        static WordCounts of(Words words, Words prompt) {
            WordCounts counts = new WordCounts();
            long[] asked = prompt.sorted();
            LongSet seen = new LongSet(words.size());
            for (int i = 0; i < words.size(); i++) {
                counts.word(words, i);
                if (seen.add(words.hash(i))) {
                    counts.firstUse(words, i, Arrays.binarySearch(asked, words.hash(i)) >= 0);
                }
                counts.repeatedWords += i > 0 && words.hash(i) == words.hash(i - 1) ? 1 : 0;
            }
            return counts;
        }

        private void word(Words words, int i) {
            int length = words.length(i);
            letters += length;
            longWords += length >= 7 ? 1 : 0;
            veryLongWords += length >= 10 ? 1 : 0;
            shortWords += length <= 3 ? 1 : 0;
            stopWords += words.stop(i) ? 1 : 0;
            capitalWords += words.capitals(i) ? 1 : 0;
            lowerSingles += words.lowerSingle(i) ? 1 : 0;
            apostrophes += words.apostrophe(i) ? 1 : 0;
        }

        private void firstUse(Words words, int i, boolean copied) {
            distinct++;
            if (words.stop(i)) {
                return;
            }
            distinctContent++;
            copiedContent += copied ? 1 : 0;
            if (words.digit(i)) {
                copiedDigits += copied ? 1 : 0;
                newDigits += copied ? 0 : 1;
            }
        }
    }
}
