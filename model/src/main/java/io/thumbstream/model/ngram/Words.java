package io.thumbstream.model.ngram;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words of a text as hashes of their lower-case form, with the marks that statistics need.
 *
 * <p>A word is a run of letters and digits; an apostrophe between letters belongs to it.
 */
final class Words {
    private static final byte STOP = 1;
    private static final byte CAPITALS = 2;
    private static final byte DIGIT = 4;
    private static final byte APOSTROPHE = 8;
    private static final byte LOWER_SINGLE = 16;

    private static final Set<Long> STOP_WORDS = Arrays.stream(
                    ("the a an of to and in is it that for on as with are was be by"
                                    + " this at from or have not but they you i we he she their his her has had will can would there"
                                    + " which who what if so do all my your our its")
                            .split(" "))
            .map(Words::hashOf)
            .collect(Collectors.toUnmodifiableSet());

    private long[] hashes = new long[64];
    private int[] lengths = new int[64];
    private byte[] marks = new byte[64];
    private int size;

    private Words() {}

    static Words of(String text) {
        Words words = new Words();
        int start = -1;
        int length = text.length();
        for (int i = 0; i <= length; i++) {
            boolean inside = i < length && (Character.isLetterOrDigit(text.charAt(i)) || joins(text, i, start));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                words.add(text, start, i);
                start = -1;
            }
        }
        return words;
    }

    private static boolean joins(String text, int i, int start) {
        char c = text.charAt(i);
        return start >= 0
                && (c == '\'' || c == '\u2019')
                && i + 1 < text.length()
                && Character.isLetter(text.charAt(i + 1));
    }

    private void add(String text, int start, int end) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
            marks = Arrays.copyOf(marks, size * 2);
        }
        long hash = Hashing.START;
        boolean capitals = end - start >= 2 && Character.isLetter(text.charAt(start));
        byte mark = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            hash = Hashing.next(hash, Character.toLowerCase(c));
            capitals &= !Character.isLowerCase(c);
            if (Character.isDigit(c)) {
                mark |= DIGIT;
            } else if (!Character.isLetter(c)) {
                mark |= APOSTROPHE;
            }
        }
        hash = Hashing.finish(hash);
        mark |= capitals ? CAPITALS : 0;
        mark |= STOP_WORDS.contains(hash) ? STOP : 0;
        mark |= end - start == 1 && Character.isLowerCase(text.charAt(start)) && text.charAt(start) != 'a'
                ? LOWER_SINGLE
                : 0;
        hashes[size] = hash;
        lengths[size] = end - start;
        marks[size] = mark;
        size++;
    }

    private static long hashOf(String word) {
        return Hashing.of(word);
    }

    int size() {
        return size;
    }

    long hash(int i) {
        return hashes[i];
    }

    int length(int i) {
        return lengths[i];
    }

    boolean stop(int i) {
        return (marks[i] & STOP) != 0;
    }

    boolean capitals(int i) {
        return (marks[i] & CAPITALS) != 0;
    }

    boolean digit(int i) {
        return (marks[i] & DIGIT) != 0;
    }

    boolean apostrophe(int i) {
        return (marks[i] & APOSTROPHE) != 0;
    }

    /** A single lower-case letter other than the article: often a word typed carelessly. */
    boolean lowerSingle(int i) {
        return (marks[i] & LOWER_SINGLE) != 0;
    }

    /** Hashes of all words, sorted, for {@link Arrays#binarySearch(long[], long)}. */
    long[] sorted() {
        long[] copy = Arrays.copyOf(hashes, size);
        Arrays.sort(copy);
        return copy;
    }
}
