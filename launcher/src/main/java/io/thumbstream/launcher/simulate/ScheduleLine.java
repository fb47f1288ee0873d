package io.thumbstream.launcher.simulate;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** One line of a schedule file: a word and fields {@code key=value}, each read once. */
final class ScheduleLine {
    private static final int MICRO_DIGITS = 6;

    private final String word;
    private final Map<String, String> fields = new LinkedHashMap<>();

    private ScheduleLine(String word) {
        this.word = word;
    }

    static ScheduleLine of(String word) {
        return new ScheduleLine(word);
    }

    /** @throws IllegalArgumentException when a part is no {@code key=value} */
    static ScheduleLine parse(String line) {
        String[] parts = line.strip().split("\\s+");
        ScheduleLine parsed = new ScheduleLine(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            int sign = parts[i].indexOf('=');
            if (sign < 1) {
                throw new IllegalArgumentException("'" + parts[i] + "' is no field; write key=value");
            }
            parsed.fields.put(parts[i].substring(0, sign), parts[i].substring(sign + 1));
        }
        return parsed;
    }

    String word() {
        return word;
    }

    /** Adds a field; an empty one is left out. */
    ScheduleLine with(String key, Object value) {
        String text = String.valueOf(value);
        if (!text.isEmpty()) {
            fields.put(key, text);
        }
        return this;
    }

    /** Adds a time, in seconds. */
    ScheduleLine time(String key, long micros) {
        return with(
                key,
                BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros().toPlainString());
    }

    /** A field that must be there. */
    String text(String key) {
        String value = fields.remove(key);
        if (value == null) {
            throw new IllegalArgumentException("'" + word + "' lacks the field " + key);
        }
        return value;
    }

    String text(String key, String fallback) {
        String value = fields.remove(key);
        return value == null ? fallback : value;
    }

    /** A whole number that must be there. */
    long whole(String key) {
        String value = text(key);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + value + "'; write a whole number", e);
        }
    }

    /** A small whole number, not below 0, that must be there. */
    int number(String key) {
        long value = whole(key);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(key + " is " + value + "; write 0 to " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** A number, where it is there. */
    OptionalDouble decimal(String key) {
        String value = text(key, "");
        try {
            return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + value + "'; write a number", e);
        }
    }

    /** A time that must be there, microseconds. */
    long time(String key) {
        String value = text(key);
        try {
            return new BigDecimal(value).movePointRight(MICRO_DIGITS).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + value + "'; write seconds, with at most 6 decimals", e);
        }
    }

    boolean flag(String key, boolean fallback) {
        String value = text(key, Boolean.toString(fallback));
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(key + " is '" + value + "'; write true or false");
        }
        return value.equals("true");
    }

    /** @throws IllegalArgumentException when a field was not read */
    void end() {
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + word + "' has no field " + String.join(", ", new TreeSet<>(fields.keySet())));
        }
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(word);
        fields.forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
        return line.toString();
    }
}
