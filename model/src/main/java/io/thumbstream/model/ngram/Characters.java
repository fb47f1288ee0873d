package io.thumbstream.model.ngram;

/** Counts of characters, sentences and typing habits of one text, taken in one pass. */
final class Characters {
    int letters;
    int capitals;
    int digits;
    int commas;
    int stops;
    int quotes;
    int exclamations;
    int questions;
    int brackets;
    int dashes;
    int apostrophes;
    int others;
    int newlines;
    int links;
    int repeatedStops;
    int missingSpaces;
    int strayspaces;
    int sentences;
    int sentencesFromCapital;
    int sentencesFromLower;
    int longestSentence;

    private static final int SHORTEST_SENTENCE = 3;

    private int sentenceLength;
    private char sentenceStart;

    static Characters of(String text) {
        Characters counts = new Characters();
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            counts.count(c);
            counts.habits(before, c);
            counts.sentence(c);
            before = c;
        }
        counts.endSentence();
        counts.links = occurrences(text, "://") + occurrences(text, "www.");
        return counts;
    }

    int punctuation() {
        return commas + stops + quotes + exclamations + questions + brackets + dashes;
    }

    private void count(char c) {
        if (Character.isLetter(c)) {
            letters++;
            capitals += Character.isUpperCase(c) ? 1 : 0;
        } else if (Character.isDigit(c)) {
            digits++;
        } else {
            sign(c);
        }
    }

    private void sign(char c) {
        switch (c) {
            case ',' -> commas++;
            case '.' -> stops++;
            case '"', '\u201c', '\u201d' -> quotes++;
            case '!' -> exclamations++;
            case '?' -> questions++;
            case '(', ')' -> brackets++;
            case ';', ':', '-' -> dashes++;
            case '\'', '\u2019' -> apostrophes++;
            case '\n' -> newlines++;
            case ' ', '\r', '\t' -> {}
            default -> others++;
        }
    }

    private void habits(char before, char c) {
        boolean pause = isPause(before);
        if (ends(before) && ends(c)) {
            repeatedStops++;
        } else if (pause && Character.isLetter(c)) {
            missingSpaces++;
        } else if (before == ' ' && isPause(c)) {
            strayspaces++;
        }
    }

    private void sentence(char c) {
        if (ends(c) || c == '\n') {
            endSentence();
        } else if (sentenceLength > 0 || !Character.isWhitespace(c)) {
            sentenceStart = sentenceLength == 0 ? c : sentenceStart;
            sentenceLength++;
        }
    }

    private void endSentence() {
        if (sentenceLength >= SHORTEST_SENTENCE) {
            sentences++;
            sentencesFromCapital += Character.isUpperCase(sentenceStart) ? 1 : 0;
            sentencesFromLower += Character.isLowerCase(sentenceStart) ? 1 : 0;
            longestSentence = Math.max(longestSentence, sentenceLength);
        }
        sentenceLength = 0;
    }

    private static boolean ends(char c) {
        return c == '.' || c == '!' || c == '?';
    }

    private static boolean isPause(char c) {
        return ends(c) || c == ',' || c == ';';
    }

    private static int occurrences(String text, String part) {
        int count = 0;
        for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length())) {
            count++;
        }
        return count;
    }
}
