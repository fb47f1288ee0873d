package io.thumbstream.launcher.dlq.letter;

import io.thumbstream.lab.trace.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter without its content.
 *
 * @param at where it lies
 * @param time record time
 * @param source where the condemned record lies; empty when the letter does not say
 * @param cause why the record was condemned
 */
public record Letter(Position at, Instant time, Optional<Position> source, Cause cause) {

    /**
     * Why a record was condemned, as its headers say; texts are empty where they say nothing.
     *
     * @param service who condemned it
     * @param reason a word from a fixed set
     * @param error class of the exception, in full
     * @param message its message
     * @param stack its stack trace
     */
    public record Cause(String service, String reason, String error, String message, String stack) {

        /** The same without what only one letter is shown with. */
        public Cause brief() {
            return new Cause(service, reason, error, "", "");
        }

        /** Class of the exception without its package. */
        public String simpleError() {
            return simple(error);
        }

        /** {@code error} without its package. */
        public static String simple(String error) {
            return error.substring(error.lastIndexOf('.') + 1);
        }
    }

    /** The letter without the texts of its cause, to be held with many others. */
    public Letter brief() {
        return new Letter(at, time, source, cause.brief());
    }

    /** Where {@code position} is in one word, {@code topic:partition:offset}; names a letter in the header of its replay. */
    public static String place(Position position) {
        return position.topic() + ":" + position.partition() + ":" + position.offset();
    }
}
