package io.thumbstream.launcher.doctor;

import java.util.Locale;

/**
 * One thing that was found.
 *
 * @param level how good it is
 * @param subject what it is about, in a word or two
 * @param found what is so
 * @param remedy what to do; empty when there is nothing to do
 */
record Finding(Level level, String subject, String found, String remedy) {
    /** How good a finding is. */
    enum Level {
        OK,
        NOTE,
        BAD
    }

    static Finding ok(String subject, String found) {
        return new Finding(Level.OK, subject, found, "");
    }

    static Finding note(String subject, String found, String remedy) {
        return new Finding(Level.NOTE, subject, found, remedy);
    }

    static Finding bad(String subject, String found, String remedy) {
        return new Finding(Level.BAD, subject, found, remedy);
    }

    /** One line, and a second one with the remedy where there is one. */
    String text() {
        String word = level == Level.BAD ? "BAD" : level.name().toLowerCase(Locale.ROOT);
        String line = String.format(Locale.ROOT, "%-5s %-10s %s", word, subject, found);
        return remedy.isEmpty() ? line : line + System.lineSeparator() + " ".repeat(17) + "-> " + remedy;
    }
}
